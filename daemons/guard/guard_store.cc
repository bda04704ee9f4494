#include "daemons/guard/guard_store.h"

#include <cerrno>
#include <filesystem>

#include <sys/stat.h>

#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST)
        return std::unexpected {Error::from_errno(errno, "mkdir " + directory)};
    return {};
}

}  // namespace

Result<GuardStore> GuardStore::open(const std::string& path)
{
    TRY(make_directory_of(path));
    auto database = TRY(Sqlite::open(path));
    TRY(database.migrate(guard_migrations));
    return GuardStore {std::move(database)};
}

Result<Statement*> GuardStore::statement(const std::string& sql)
{
    auto found = statements_.find(sql);
    if (found == statements_.end())
        found = statements_.emplace(sql, TRY(database_.prepare(sql))).first;
    found->second.reset();
    return &found->second;
}

Result<std::int64_t> GuardStore::server_id(const Traffic& names, std::uint16_t number)
{
    if (const auto known = server_ids_.find(number); known != server_ids_.end())
        return known->second;
    const auto& name = names.servers().name(number);
    auto* insert = TRY(statement("INSERT OR IGNORE INTO server (name) VALUES (?1)"));
    TRY(insert->bind(1, name));
    TRY(insert->run());
    auto* find = TRY(statement("SELECT id FROM server WHERE name = ?1"));
    TRY(find->bind(1, name));
    TRY(find->step());
    return server_ids_[number] = find->integer(0);
}

Result<std::int64_t> GuardStore::class_id(const Traffic& names, std::uint16_t number)
{
    if (const auto known = class_ids_.find(number); known != class_ids_.end())
        return known->second;
    const auto& name = names.classes().name(number);
    auto* insert = TRY(statement("INSERT OR IGNORE INTO class (name, is_attack) VALUES (?1, ?2)"));
    TRY(insert->bind(1, name));
    TRY(insert->bind(2, number == Traffic::benign ? 0 : 1));
    TRY(insert->run());
    auto* find = TRY(statement("SELECT id FROM class WHERE name = ?1"));
    TRY(find->bind(1, name));
    TRY(find->step());
    return class_ids_[number] = find->integer(0);
}

Result<> GuardStore::add_traffic(
    const std::string& table, const Traffic::Counts& counts, const Traffic& names)
{
    for (const auto& [key, count] : counts) {
        const auto server = TRY(server_id(names, key.first));
        const auto class_number = TRY(class_id(names, key.second));
        auto* add = TRY(statement("INSERT INTO " + table
            + " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET count = count + excluded.count"));
        TRY(add->bind(1, key.ts));
        TRY(add->bind(2, server));
        TRY(add->bind(3, class_number));
        TRY(add->bind(4, static_cast<std::int64_t>(count)));
        TRY(add->run());
    }
    return {};
}

Result<> GuardStore::add_outcomes(const Traffic::Counts& counts, const Traffic& names)
{
    for (const auto& [key, count] : counts) {
        const auto label = TRY(class_id(names, key.first));
        const auto predicted = TRY(class_id(names, key.second));
        auto* add = TRY(statement("INSERT INTO outcome VALUES (?1, ?2, ?3, ?4)"
                                  " ON CONFLICT DO UPDATE SET count = count + excluded.count"));
        TRY(add->bind(1, key.ts));
        TRY(add->bind(2, label));
        TRY(add->bind(3, predicted));
        TRY(add->bind(4, static_cast<std::int64_t>(count)));
        TRY(add->run());
    }
    return {};
}

Result<> GuardStore::put(const SuspectRow& suspect)
{
    auto* put = TRY(statement("INSERT OR REPLACE INTO client VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
    TRY(put->bind(1, suspect.address));
    TRY(put->bind(2, suspect.last.server));
    TRY(put->bind(3, seconds_of(suspect.since)));
    TRY(put->bind(4, seconds_of(suspect.last.time)));
    TRY(put->bind(5, std::int64_t {suspect.counts.requests}));
    TRY(put->bind(6, std::int64_t {suspect.counts.errors}));
    TRY(put->bind(7, std::int64_t {suspect.counts.attacks}));
    TRY(put->bind(8, suspect.last.class_name));
    TRY(put->bind(9, suspect.last.score));
    TRY(put->bind(10, static_cast<std::int64_t>(suspect.strikes)));
    TRY(put->bind(11, to_text(reasons_json(suspect.last.reasons))));
    TRY(put->bind(12, to_text(Json(suspect.last.lines))));
    return put->run();
}

Result<> GuardStore::put(const JudgedVector& vector)
{
    auto* put = TRY(
        statement("INSERT INTO window (ts, client, server, kind, class, score, label, features)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    TRY(put->bind(1, vector.time.time_since_epoch().count()));
    TRY(put->bind(2, vector.client));
    TRY(put->bind(3, vector.server));
    TRY(put->bind(4, vector.kind));
    TRY(put->bind(5, vector.class_name));
    TRY(put->bind(6, vector.score));
    TRY(put->bind(7, vector.label));
    TRY(put->bind(8, std::span<const std::byte> {encode_features(vector.features)}));
    return put->run();
}

Result<> GuardStore::write(const Batch& batch, const Traffic& names)
{
    auto transaction = TRY(Transaction::begin(database_));
    TRY(add_traffic("second", batch.traffic.seconds, names));
    TRY(add_traffic("five", batch.traffic.fives, names));
    TRY(add_outcomes(batch.traffic.outcomes, names));
    for (const auto& suspect : batch.suspects)
        TRY(put(suspect));
    for (const auto& vector : batch.vectors)
        TRY(put(vector));
    if (!batch.status.empty()) {
        auto* put = TRY(statement("INSERT OR REPLACE INTO state VALUES (?1, ?2)"));
        TRY(put->bind(1, guard_state_key));
        TRY(put->bind(2, batch.status));
        TRY(put->run());
    }
    return transaction.commit();
}

}  // namespace hive
