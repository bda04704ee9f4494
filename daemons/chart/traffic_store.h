// daemons/chart/traffic_store.h - guard.db, as hive-guard writes it, for the threads that read it.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// One connection that is opened when it is needed, and again when the database was replaced or
/// an error was met. Any thread may call; it blocks, so not the loop's.
class TrafficStore {
public:
    explicit TrafficStore(std::string path) : path_ {std::move(path)} { }

    /// Runs `work(database)`, which gives a Result, while no other thread does.
    /// @return nothing when hive-guard has not made the database yet
    template <class Work>
    auto with(const Work& work)
        -> Result<std::optional<typename std::invoke_result_t<Work, Sqlite&>::value_type>>
    {
        const std::lock_guard lock {mutex_};
        auto* const database = TRY(open());
        if (database == nullptr)
            return std::nullopt;
        auto result = work(*database);
        if (result)
            return *std::move(result);
        database_.reset();
        return std::unexpected {std::move(result).error()};
    }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct FileId {
        std::uint64_t device, inode;
        bool operator==(const FileId&) const = default;
    };
    /// @return null when there is no such file, or no table in it yet
    Result<Sqlite*> open();

    const std::string path_;
    std::mutex mutex_;
    FileId file_ {};  // of the connection; guarded by mutex_
    std::optional<Sqlite> database_;  // guarded by mutex_
};

}  // namespace hive
