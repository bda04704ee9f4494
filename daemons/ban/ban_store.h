// daemons/ban/ban_store.h - bans and read positions that survive a restart (SQLite).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemons/ban/ban_list.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// How far a log file has been read.
struct LogPosition {
    std::uint64_t inode = 0;
    std::int64_t offset = 0;  // bytes; the start of the first line not read
    std::string head;  // the file's first bytes, to know it again: inodes are used anew

    bool operator==(const LogPosition&) const = default;
};

class BanStore {
public:
    /// Makes the file, and its directory when only that is missing.
    static Result<BanStore> open(const std::string& path);

    /// One transaction.
    Result<> save(std::span<const Ban> bans);
    Result<> erase(std::span<const Ban> bans);
    /// Bans not over at `now`; the others are deleted.
    Result<std::vector<Ban>> load(WallTime now);

    /// @param reader who reads it: two jails follow one file each for itself
    Result<> save_position(
        const std::string& reader, const std::string& path, const LogPosition& position);
    Result<std::optional<LogPosition>> position(const std::string& reader, const std::string& path);

private:
    struct Statements {
        Statement insert;
        Statement remove;
        Statement set_position;
        Statement get_position;
    };
    static Result<Statements> prepare(Sqlite& database);
    Result<> insert(const Ban& ban);
    BanStore(Sqlite database, Statements statements)
        : database_ {std::move(database)}, statements_ {std::move(statements)}
    {
    }

    Sqlite database_;
    Statements statements_;  // closed before the database
};

}  // namespace hive
