// daemons/ban/ban_store.h - bans, offences and read positions that survive a restart (SQLite).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemons/ban/ban_list.h"
#include "daemons/ban/ledger.h"
#include "daemons/ban/spared.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// How far a log file has been read.
struct LogPosition {
    std::uint64_t inode = 0;
    std::int64_t offset = 0;  // bytes; the start of the first line not read
    std::string head;  // the file's first bytes, to know it again: inodes are used anew.
                       // Of the journal: its cursor

    bool operator==(const LogPosition&) const = default;
};

/// The last ban of a network by a jail, in force or over.
struct FormerBan {
    Ban ban;  // with its lines, and hive-guard's decision
    int count = 0;  // bans so far, this one included
};

class BanStore {
public:
    static constexpr std::int64_t max_history = 100'000;

    /// Makes the file, and its directory when only that is missing.
    static Result<BanStore> open(const std::string& path);

    /// One transaction, the history of the networks in it.
    Result<> save(std::span<const Ban> bans);
    Result<> erase(std::span<const Ban> bans);
    /// Bans not over at `now`; the others are deleted.
    Result<std::vector<Ban>> load(WallTime now);

    /// @param jail "" for the bans by all jails
    /// @return how many bans of the network there have been
    Result<int> former_bans(const Network& network, const std::string& jail);
    /// What is remembered of a network, the newest first.
    Result<std::vector<FormerBan>> history(const Network& network);
    /// One transaction. @param jail only its bans; "" for those by all jails
    Result<> forget_history(std::span<const Network> networks, const std::string& jail);
    /// Forgets bans over before `end`, and the oldest ones above max_history.
    Result<> sweep_history(WallTime end);

    /// What has been read since the last time: positions and counted offences agree always.
    struct Progress {
        struct Position {
            std::string reader;  // two jails follow one file each for itself
            std::string path;
            LogPosition position;
        };
        struct Counted {
            std::string jail;
            Network network;
            const Offences* offences = nullptr;  // null: none any more
        };
        std::vector<Position> positions;
        std::vector<Counted> counted;
    };
    /// One transaction.
    Result<> save(const Progress& progress);
    Result<std::optional<LogPosition>> position(const std::string& reader, const std::string& path);
    /// The paths whose positions are kept.
    Result<std::vector<std::string>> paths(const std::string& reader);
    Result<> forget_position(const std::string& reader, const std::string& path);
    Result<std::vector<std::pair<Network, Offences>>> offences(const std::string& jail);

    /// What an administrator has put on the safe list. Takes the place of the same network.
    Result<> spare(const Spared& spared);
    Result<> unspare(const Network& network);
    Result<std::vector<Spared>> spared();

private:
    struct Statements {
        Statement insert;
        Statement remember;
        Statement remove;
        Statement count;
        Statement count_all;
        Statement set_position;
        Statement get_position;
        Statement set_offences;
        Statement drop_offences;
    };
    static Result<Statements> prepare(Sqlite& database);
    Result<> insert(const Ban& ban);
    Result<> bind_decision(const std::optional<Decision>& decision);
    Result<> set_position(const Progress::Position& position);
    Result<> set_offences(const Progress::Counted& counted);
    BanStore(Sqlite database, Statements statements)
        : database_ {std::move(database)}, statements_ {std::move(statements)}
    {
    }

    Sqlite database_;
    Statements statements_;  // closed before the database
};

}  // namespace hive
