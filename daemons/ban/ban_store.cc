#include "daemons/ban/ban_store.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

#include <sys/stat.h>

#include "daemons/ban/line_list.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::system_clock;

constexpr std::array<std::string_view, 4> migrations {
    // since, until: epoch seconds. network: as Network::text() writes it.
    "CREATE TABLE ban (network TEXT NOT NULL, jail TEXT NOT NULL, since INTEGER NOT NULL,"
    "  until INTEGER NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (network, jail))"
    "  WITHOUT ROWID;"
    "CREATE TABLE position (reader TEXT NOT NULL, path TEXT NOT NULL, inode INTEGER NOT NULL,"
    "  offset INTEGER NOT NULL, head BLOB NOT NULL, PRIMARY KEY (reader, path)) WITHOUT ROWID;",
    // history: of each network and jail the last ban, and how many there were. times: epoch
    // seconds with blanks between; lines: one a line.
    "CREATE TABLE history (network TEXT NOT NULL, jail TEXT NOT NULL, count INTEGER NOT NULL,"
    "  since INTEGER NOT NULL, until INTEGER NOT NULL, failures INTEGER NOT NULL,"
    "  lines TEXT NOT NULL, PRIMARY KEY (network, jail)) WITHOUT ROWID;"
    "CREATE INDEX history_until ON history (until);"
    "CREATE TABLE offence (jail TEXT NOT NULL, network TEXT NOT NULL, times TEXT NOT NULL,"
    "  lines TEXT NOT NULL, PRIMARY KEY (jail, network)) WITHOUT ROWID;",
    // Of a ban that hive-guard decided; reasons: one a line. NULL of all others.
    "ALTER TABLE history ADD COLUMN class TEXT;"
    "ALTER TABLE history ADD COLUMN score REAL;"
    "ALTER TABLE history ADD COLUMN reasons TEXT;",
    // The safe list as far as it is made by hand.
    "CREATE TABLE spared (network TEXT NOT NULL PRIMARY KEY, who TEXT NOT NULL,"
    "  since INTEGER NOT NULL) WITHOUT ROWID;"};

std::int64_t epoch(WallTime time)
{
    return system_clock::to_time_t(time);
}

std::optional<Decision> decision_of(const Statement& row)
{
    if (row.is_null(6))
        return std::nullopt;
    return Decision {.attack = std::string {row.text(6)},
        .score = row.real(7),
        .reasons = split_lines(row.text(8))};
}

/// Only the last step: a missing /var/lib/hive is somebody's mistake, not ours to make up for.
Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST)
        return std::unexpected {Error::from_errno(errno, "mkdir " + directory)};
    return {};
}

}  // namespace

Result<BanStore::Statements> BanStore::prepare(Sqlite& database)
{
    return Statements {
        .insert = TRY(database.prepare("INSERT OR REPLACE INTO ban VALUES (?1, ?2, ?3, ?4, ?5)")),
        // A ban that is stored again counts once.
        .remember
        = TRY(database.prepare("INSERT INTO history VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                               " ON CONFLICT DO UPDATE SET"
                               " count = count + (excluded.since > since),"
                               " lines = iif(excluded.since > since, excluded.lines, lines),"
                               " class = iif(excluded.since > since, excluded.class, class),"
                               " score = iif(excluded.since > since, excluded.score, score),"
                               " reasons = iif(excluded.since > since, excluded.reasons, reasons),"
                               " since = excluded.since, until = excluded.until,"
                               " failures = excluded.failures")),
        .remove = TRY(database.prepare("DELETE FROM ban WHERE network = ?1 AND jail = ?2")),
        .count
        = TRY(database.prepare("SELECT count FROM history WHERE network = ?1 AND jail = ?2")),
        .count_all = TRY(database.prepare("SELECT sum(count) FROM history WHERE network = ?1")),
        .set_position
        = TRY(database.prepare("INSERT OR REPLACE INTO position VALUES (?1, ?2, ?3, ?4, ?5)")),
        .get_position = TRY(database.prepare(
            "SELECT inode, offset, head FROM position WHERE reader = ?1 AND path = ?2")),
        .set_offences
        = TRY(database.prepare("INSERT OR REPLACE INTO offence VALUES (?1, ?2, ?3, ?4)")),
        .drop_offences
        = TRY(database.prepare("DELETE FROM offence WHERE jail = ?1 AND network = ?2"))};
}

Result<BanStore> BanStore::open(const std::string& path)
{
    TRY(make_directory_of(path));
    auto database = TRY(Sqlite::open(path));
    TRY(database.migrate(migrations));
    auto statements = TRY(prepare(database));
    return BanStore {std::move(database), std::move(statements)};
}

Result<> BanStore::insert(const Ban& ban)
{
    for (auto* statement : {&statements_.insert, &statements_.remember}) {
        TRY(statement->bind(1, ban.network.text()));
        TRY(statement->bind(2, ban.jail));
        TRY(statement->bind(3, epoch(ban.since)));
        TRY(statement->bind(4, epoch(ban.until)));
        TRY(statement->bind(5, ban.failures));
    }
    TRY(statements_.remember.bind(6, joined_lines(ban.lines)));
    TRY(bind_decision(ban.decision));
    TRY(statements_.remember.run());
    return statements_.insert.run();
}

Result<> BanStore::bind_decision(const std::optional<Decision>& decision)
{
    auto& remember = statements_.remember;
    if (decision) {
        TRY(remember.bind(7, decision->attack));
        TRY(remember.bind(8, decision->score));
        return remember.bind(9, joined_lines(decision->reasons));
    }
    for (const int column : {7, 8, 9})
        TRY(remember.bind_null(column));
    return {};
}

Result<> BanStore::save(std::span<const Ban> bans)
{
    auto transaction = TRY(Transaction::begin(database_));
    for (const auto& ban : bans)
        TRY(insert(ban));
    return transaction.commit();
}

Result<> BanStore::erase(std::span<const Ban> bans)
{
    auto transaction = TRY(Transaction::begin(database_));
    for (const auto& ban : bans) {
        TRY(statements_.remove.bind(1, ban.network.text()));
        TRY(statements_.remove.bind(2, ban.jail));
        TRY(statements_.remove.run());
    }
    return transaction.commit();
}

Result<std::vector<Ban>> BanStore::load(WallTime now)
{
    auto sweep = TRY(database_.prepare("DELETE FROM ban WHERE until <= ?1"));
    TRY(sweep.bind(1, epoch(now)));
    TRY(sweep.run());
    auto rows = TRY(
        database_.prepare("SELECT network, jail, since, until, failures FROM ban ORDER BY until"));
    std::vector<Ban> bans;
    while (TRY(rows.step())) {
        const auto network = Network::parse(rows.text(0));
        if (!network) {
            log::warning("skipped {} reason=\"not a network\"", log::field("ban", rows.text(0)));
            continue;
        }
        bans.push_back({.network = *network,
            .jail = std::string {rows.text(1)},
            .since = system_clock::from_time_t(rows.integer(2)),
            .until = system_clock::from_time_t(rows.integer(3)),
            .failures = static_cast<int>(rows.integer(4))});
    }
    return bans;
}

Result<int> BanStore::former_bans(const Network& network, const std::string& jail)
{
    auto& count = jail.empty() ? statements_.count_all : statements_.count;
    count.reset();
    TRY(count.bind(1, network.text()));
    if (!jail.empty())
        TRY(count.bind(2, jail));
    const int former = TRY(count.step()) ? static_cast<int>(count.integer(0)) : 0;
    count.reset();
    return former;
}

Result<std::vector<FormerBan>> BanStore::history(const Network& network)
{
    auto rows = TRY(
        database_.prepare("SELECT jail, count, since, until, failures, lines, class, score, reasons"
                          " FROM history WHERE network = ?1 ORDER BY since DESC"));
    TRY(rows.bind(1, network.text()));
    std::vector<FormerBan> history;
    while (TRY(rows.step()))
        history.push_back({.ban = {.network = network,
                               .jail = std::string {rows.text(0)},
                               .since = system_clock::from_time_t(rows.integer(2)),
                               .until = system_clock::from_time_t(rows.integer(3)),
                               .failures = static_cast<int>(rows.integer(4)),
                               .lines = split_lines(rows.text(5)),
                               .decision = decision_of(rows)},
            .count = static_cast<int>(rows.integer(1))});
    return history;
}

Result<> BanStore::forget_history(std::span<const Network> networks, const std::string& jail)
{
    auto transaction = TRY(Transaction::begin(database_));
    auto forget = TRY(
        database_.prepare("DELETE FROM history WHERE network = ?1 AND (?2 = '' OR jail = ?2)"));
    for (const auto& network : networks) {
        TRY(forget.bind(1, network.text()));
        TRY(forget.bind(2, jail));
        TRY(forget.run());
    }
    return transaction.commit();
}

Result<> BanStore::sweep_history(WallTime end)
{
    auto sweep = TRY(database_.prepare("DELETE FROM history WHERE until < ?1"));
    TRY(sweep.bind(1, epoch(end)));
    TRY(sweep.run());
    auto trim = TRY(database_.prepare(
        "DELETE FROM history WHERE (network, jail) IN (SELECT network, jail FROM history"
        " ORDER BY until DESC LIMIT -1 OFFSET ?1)"));
    TRY(trim.bind(1, max_history));
    return trim.run();
}

}  // namespace hive
