#include "daemons/guard/guard_store.h"

#include <cerrno>
#include <filesystem>

#include <sys/stat.h>

#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t max_traffic_rows = 1'000'000;
constexpr std::int64_t max_decisions = 100'000;
constexpr std::int64_t max_windows = 200'000;
constexpr std::int64_t max_suspect_rows = 1000;
constexpr std::int64_t max_feedback = 100'000;
constexpr double suspect_time = 600;
constexpr double outcome_time = 30.0 * 86400;
constexpr double labelled_before = 600;

double epoch(EventTime time)
{
    return static_cast<double>(time.time_since_epoch().count()) / 1e6;
}

std::string lines_json(const std::vector<std::string>& lines)
{
    return to_text(Json(lines));
}

Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST)
        return std::unexpected {Error::from_errno(errno, "mkdir " + directory)};
    return {};
}

Json json_of(std::string_view text)
{
    auto value = parse_json(text);
    return value ? *std::move(value) : Json::array();
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
    TRY(put->bind(3, epoch(suspect.since)));
    TRY(put->bind(4, epoch(suspect.last.time)));
    TRY(put->bind(5, std::int64_t {suspect.counts.requests}));
    TRY(put->bind(6, std::int64_t {suspect.counts.errors}));
    TRY(put->bind(7, std::int64_t {suspect.counts.attacks}));
    TRY(put->bind(8, suspect.last.class_name));
    TRY(put->bind(9, suspect.last.score));
    TRY(put->bind(10, static_cast<std::int64_t>(suspect.strikes)));
    TRY(put->bind(11, to_text(reasons_json(suspect.last.reasons))));
    TRY(put->bind(12, lines_json(suspect.last.lines)));
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

Result<std::int64_t> GuardStore::insert(const Decision& decision)
{
    const auto& verdict = decision.verdict;
    auto* put = TRY(statement("INSERT INTO decision"
                              " (ts, client, server, class, by_what, score, action, why, reasons,"
                              " lines) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
    TRY(put->bind(1, epoch(verdict.time)));
    TRY(put->bind(2, client_network(verdict.client).text()));
    TRY(put->bind(3, verdict.server));
    TRY(put->bind(4, verdict.class_name));
    TRY(put->bind(5, verdict.by));
    TRY(put->bind(6, verdict.score));
    TRY(put->bind(7, action_name(decision.action)));
    TRY(put->bind(8, decision.why));
    TRY(put->bind(9, to_text(reasons_json(verdict.reasons))));
    TRY(put->bind(10, lines_json(verdict.lines)));
    TRY(put->run());
    return database_.last_row_id();
}

Result<> GuardStore::set_action(std::int64_t decision, Decision::Action action,
    const std::string& why, std::optional<double> until)
{
    auto* set = TRY(statement("UPDATE decision SET action = ?2, why = ?3, until = ?4"
                              " WHERE id = ?1 AND action <> 'undone'"));
    TRY(set->bind(1, decision));
    TRY(set->bind(2, action_name(action)));
    TRY(set->bind(3, why));
    TRY(until ? set->bind(4, *until) : set->bind_null(4));
    return set->run();
}

Result<Json> GuardStore::decisions(const std::string& client, int limit)
{
    auto* rows = TRY(statement("SELECT id, ts, class, by_what, score, action, why, until, reasons,"
                               " lines, server FROM decision WHERE client = ?1"
                               " ORDER BY id DESC LIMIT ?2"));
    TRY(rows->bind(1, client));
    TRY(rows->bind(2, limit));
    auto all = Json::array();
    while (TRY(rows->step()))
        all.push_back({{"id", rows->integer(0)}, {"time", rows->real(1)},
            {"server", rows->text(10)}, {"class", rows->text(2)}, {"by", rows->text(3)},
            {"score", rows->real(4)}, {"action", rows->text(5)}, {"why", rows->text(6)},
            {"until", rows->is_null(7) ? Json {} : Json(rows->real(7))},
            {"reasons", json_of(rows->text(8))}, {"lines", json_of(rows->text(9))}});
    return all;
}

Result<std::optional<GuardStore::Stored>> GuardStore::decision(std::int64_t id)
{
    auto* row = TRY(statement("SELECT id, client, class, action, ts FROM decision WHERE id = ?1"));
    TRY(row->bind(1, id));
    if (!TRY(row->step()))
        return std::nullopt;
    return Stored {.id = row->integer(0),
        .client = std::string {row->text(1)},
        .class_name = std::string {row->text(2)},
        .action = std::string {row->text(3)},
        .time = row->real(4)};
}

Result<> GuardStore::lose_pending()
{
    auto* set = TRY(statement("UPDATE decision SET action = 'lost', why = 'hive-guard ended before"
                              " hive-ban was reached' WHERE action = 'pending'"));
    return set->run();
}

Result<std::int64_t> GuardStore::undo(const std::string& client)
{
    auto* set = TRY(statement("UPDATE decision SET action = 'undone' WHERE client = ?1"
                              " AND action IN ('banned', 'pending', 'dry-run')"));
    TRY(set->bind(1, client));
    TRY(set->run());
    return database_.changes();
}

Result<Json> GuardStore::counts()
{
    auto* rows = TRY(statement("SELECT action, count(*) FROM decision GROUP BY action"));
    auto all = Json::object();
    while (TRY(rows->step()))
        all[std::string {rows->text(0)}] = rows->integer(1);
    return all;
}

Result<> GuardStore::add_feedback(double time, const std::string& client,
    std::optional<std::int64_t> decision, const std::string& verdict, const std::string& class_name,
    const std::string& user)
{
    auto* put = TRY(statement("INSERT INTO feedback (ts, client, decision, verdict, class, user)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    TRY(put->bind(1, time));
    TRY(put->bind(2, client));
    TRY(decision ? put->bind(3, *decision) : put->bind_null(3));
    TRY(put->bind(4, verdict));
    TRY(put->bind(5, class_name));
    TRY(put->bind(6, user));
    return put->run();
}

Result<> GuardStore::label_vectors(
    const std::string& client, double time, const std::string& class_name)
{
    auto* set = TRY(
        statement("UPDATE window SET label = ?3 WHERE client = ?1 AND ts BETWEEN ?2 - ?4 AND ?2"));
    TRY(set->bind(1, client));
    TRY(set->bind(2, time));
    TRY(set->bind(3, class_name));
    TRY(set->bind(4, labelled_before));
    return set->run();
}

Result<std::vector<SafeEntry>> GuardStore::safe()
{
    auto* rows = TRY(statement("SELECT kind, value, note, added, user FROM safe ORDER BY added"));
    std::vector<SafeEntry> all;
    while (TRY(rows->step()))
        all.push_back({.kind = std::string {rows->text(0)},
            .value = std::string {rows->text(1)},
            .note = std::string {rows->text(2)},
            .added = rows->real(3),
            .user = std::string {rows->text(4)}});
    return all;
}

Result<> GuardStore::add_safe(const SafeEntry& entry)
{
    auto* put = TRY(statement("INSERT OR REPLACE INTO safe VALUES (?1, ?2, ?3, ?4, ?5)"));
    TRY(put->bind(1, entry.kind));
    TRY(put->bind(2, entry.value));
    TRY(put->bind(3, entry.note));
    TRY(put->bind(4, entry.added));
    TRY(put->bind(5, entry.user));
    return put->run();
}

Result<> GuardStore::remove_safe(const std::string& kind, const std::string& value)
{
    auto* remove = TRY(statement("DELETE FROM safe WHERE kind = ?1 AND value = ?2"));
    TRY(remove->bind(1, kind));
    TRY(remove->bind(2, value));
    return remove->run();
}

Result<> GuardStore::retire_models(const std::string& kind, double time)
{
    auto* retire = TRY(statement(
        "UPDATE model SET is_current = 0, retired = ?2 WHERE kind = ?1 AND is_current = 1"));
    TRY(retire->bind(1, kind));
    TRY(retire->bind(2, time));
    return retire->run();
}

Result<> GuardStore::add_model(const std::string& kind, const std::string& path,
    const ModelCard& card, std::size_t trees, double time)
{
    auto transaction = TRY(Transaction::begin(database_));
    TRY(retire_models(kind, time));
    auto* put = TRY(statement("INSERT INTO model (kind, path, version, trees, loaded, is_current,"
                              " card) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)"));
    TRY(put->bind(1, kind));
    TRY(put->bind(2, path));
    TRY(put->bind(3, card.version));
    TRY(put->bind(4, static_cast<std::int64_t>(trees)));
    TRY(put->bind(5, time));
    TRY(put->bind(6, format_model_card(card)));
    TRY(put->run());
    TRY(database_.execute("DELETE FROM model WHERE id <= (SELECT max(id) FROM model) - 100"));
    return transaction.commit();
}

Result<> GuardStore::set_drift(
    const std::string& kind, const std::vector<Drift>& drift, double time)
{
    auto transaction = TRY(Transaction::begin(database_));
    auto* clear = TRY(statement("DELETE FROM drift WHERE kind = ?1"));
    TRY(clear->bind(1, kind));
    TRY(clear->run());
    auto* put = TRY(statement("INSERT INTO drift VALUES (?1, ?2, ?3, ?4)"));
    for (const auto& one : drift) {
        TRY(put->bind(1, kind));
        TRY(put->bind(2, one.feature));
        TRY(put->bind(3, time));
        TRY(put->bind(4, one.psi));
        TRY(put->run());
    }
    return transaction.commit();
}

Result<double> GuardStore::first_start(double now)
{
    auto* put = TRY(statement("INSERT OR IGNORE INTO state VALUES ('first_start', ?1)"));
    TRY(put->bind(1, fmt::format("{:.3f}", now)));
    TRY(put->run());
    auto* row = TRY(statement("SELECT CAST(value AS REAL) FROM state WHERE key = 'first_start'"));
    TRY(row->step());
    return row->real(0);
}

Result<> GuardStore::sweep_rows(
    const std::string& table, const std::string& column, double before, std::int64_t most)
{
    auto* old = TRY(statement(fmt::format("DELETE FROM {} WHERE {} < ?1", table, column)));
    TRY(old->bind(1, before));
    TRY(old->run());
    const auto rows = TRY(database_.integer("SELECT count(*) FROM " + table));
    if (rows <= most)
        return {};
    auto* surplus = TRY(statement(fmt::format(
        "DELETE FROM {0} WHERE {1} <= (SELECT {1} FROM {0} ORDER BY {1} LIMIT 1 OFFSET ?1)", table,
        column)));
    TRY(surplus->bind(1, rows - most - 1));
    return surplus->run();
}

Result<> GuardStore::sweep(const GuardConfig& config, double now)
{
    const auto before
        = [now](std::chrono::seconds kept) { return now - static_cast<double>(kept.count()); };
    auto transaction = TRY(Transaction::begin(database_));
    TRY(sweep_rows("second", "ts", before(config.keep_seconds), max_traffic_rows));
    TRY(sweep_rows("five", "ts", before(config.keep_fives), max_traffic_rows));
    TRY(sweep_rows("outcome", "ts", now - outcome_time, max_traffic_rows));
    TRY(sweep_rows("decision", "ts", before(config.keep_decisions), max_decisions));
    TRY(sweep_rows("window", "ts", before(config.keep_windows), max_windows));
    TRY(sweep_rows("client", "last", now - suspect_time, max_suspect_rows));
    TRY(sweep_rows("feedback", "ts", 0, max_feedback));
    return transaction.commit();
}

}  // namespace hive
