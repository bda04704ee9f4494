// daemons/chart/store.h - connections to apiary.db for the threads that read it.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemons/chart/readings.h"
#include "lib/result.h"

namespace hive {

/// Lends each thread a connection of its own and keeps returned ones for the next; there are
/// never more than threads. A database that appears late, or is replaced by another file, is
/// noticed at the next loan. Any thread may call.
class Store {
public:
    /// A connection on loan; goes back when destroyed. Lives shorter than its Store.
    class Loan {
    public:
        Loan(Loan&& other) noexcept;
        Loan& operator=(Loan&&) = delete;
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        ~Loan();
        /// Closes the connection instead of giving it back: after an error.
        void discard();
        Readings* operator->() { return &readings_; }
        Readings& operator*() { return readings_; }

    private:
        friend class Store;
        struct FileId {
            std::uint64_t device, inode;
            bool operator==(const FileId&) const = default;
        };
        Loan(Store& store, FileId file, Readings readings);

        Store* store_;
        FileId file_;
        Readings readings_;
    };

    explicit Store(std::string path) : path_ {std::move(path)} { }
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store() = default;

    /// @return nothing when hive-sync has not made the database yet
    [[nodiscard]] Result<std::optional<Loan>> borrow();
    /// A number that is higher whenever the database may be another than at an earlier call.
    /// What is read after the call is at least as new.
    /// @return nothing when hive-sync has not made the database yet
    [[nodiscard]] Result<std::optional<std::uint64_t>> generation();
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    using FileId = Loan::FileId;
    [[nodiscard]] std::optional<Readings> take_idle(FileId file);
    void give_back(FileId file, Readings readings);

    const std::string path_;
    std::mutex mutex_;
    FileId file_ {};  // of the idle connections; guarded by mutex_
    std::vector<Readings> idle_;  // guarded by mutex_
    std::uint64_t generation_ = 0;  // guarded by mutex_
};

}  // namespace hive
