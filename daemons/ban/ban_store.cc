#include "daemons/ban/ban_store.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

#include <sys/stat.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 1> migrations {
    // since, until: epoch seconds. network: as Network::text() writes it.
    "CREATE TABLE ban (network TEXT NOT NULL, jail TEXT NOT NULL, since INTEGER NOT NULL,"
    "  until INTEGER NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (network, jail))"
    "  WITHOUT ROWID;"
    "CREATE TABLE position (reader TEXT NOT NULL, path TEXT NOT NULL, inode INTEGER NOT NULL,"
    "  offset INTEGER NOT NULL, head BLOB NOT NULL, PRIMARY KEY (reader, path)) WITHOUT ROWID;"};

std::int64_t epoch(WallTime time)
{
    return std::chrono::system_clock::to_time_t(time);
}

/// Only the last step: a missing /var/lib/hive is somebody's mistake, not ours to make up for.
Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (::mkdir(directory.c_str(), 02750) != 0 && errno != EEXIST)
        return std::unexpected {Error::from_errno(errno, "mkdir " + directory)};
    return {};
}

}  // namespace

Result<BanStore::Statements> BanStore::prepare(Sqlite& database)
{
    return Statements {
        .insert = TRY(database.prepare("INSERT OR REPLACE INTO ban VALUES (?1, ?2, ?3, ?4, ?5)")),
        .remove = TRY(database.prepare("DELETE FROM ban WHERE network = ?1 AND jail = ?2")),
        .set_position
        = TRY(database.prepare("INSERT OR REPLACE INTO position VALUES (?1, ?2, ?3, ?4, ?5)")),
        .get_position = TRY(database.prepare(
            "SELECT inode, offset, head FROM position WHERE reader = ?1 AND path = ?2"))};
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
    auto& insert = statements_.insert;
    TRY(insert.bind(1, ban.network.text()));
    TRY(insert.bind(2, ban.jail));
    TRY(insert.bind(3, epoch(ban.since)));
    TRY(insert.bind(4, epoch(ban.until)));
    TRY(insert.bind(5, ban.failures));
    return insert.run();
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
            .since = std::chrono::system_clock::from_time_t(rows.integer(2)),
            .until = std::chrono::system_clock::from_time_t(rows.integer(3)),
            .failures = static_cast<int>(rows.integer(4))});
    }
    return bans;
}

Result<> BanStore::save_position(
    const std::string& reader, const std::string& path, const LogPosition& position)
{
    auto& set = statements_.set_position;
    TRY(set.bind(1, reader));
    TRY(set.bind(2, path));
    TRY(set.bind(3, static_cast<std::int64_t>(position.inode)));
    TRY(set.bind(4, position.offset));
    TRY(set.bind(5, std::as_bytes(std::span {position.head})));
    return set.run();
}

Result<std::optional<LogPosition>> BanStore::position(
    const std::string& reader, const std::string& path)
{
    auto& get = statements_.get_position;
    get.reset();
    TRY(get.bind(1, reader));
    TRY(get.bind(2, path));
    if (!TRY(get.step()))
        return std::nullopt;
    const auto head = get.blob(2);
    LogPosition position {.inode = static_cast<std::uint64_t>(get.integer(0)),
        .offset = get.integer(1),
        .head = {reinterpret_cast<const char*>(head.data()), head.size()}};
    get.reset();
    return position;
}

}  // namespace hive
