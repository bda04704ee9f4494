#include "daemons/guard/guard_store.h"
#include "lib/json.h"

namespace hive {
namespace {

/// What was said of a decision holds for the client's windows of so many seconds before.
constexpr double labelled_before = 600;

Json json_of(std::string_view text)
{
    auto value = parse_json(text);
    return value ? *std::move(value) : Json::array();
}

}  // namespace

Result<std::int64_t> GuardStore::insert(const Decision& decision)
{
    const auto& verdict = decision.verdict;
    auto* put = TRY(statement("INSERT INTO decision"
                              " (ts, client, server, class, by_what, score, action, why, reasons,"
                              " lines) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
    TRY(put->bind(1, seconds_of(verdict.time)));
    TRY(put->bind(2, client_network(verdict.client).text()));
    TRY(put->bind(3, verdict.server));
    TRY(put->bind(4, verdict.class_name));
    TRY(put->bind(5, verdict.by));
    TRY(put->bind(6, verdict.score));
    TRY(put->bind(7, action_name(decision.action)));
    TRY(put->bind(8, decision.why));
    TRY(put->bind(9, to_text(reasons_json(verdict.reasons))));
    TRY(put->bind(10, to_text(Json(verdict.lines))));
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

Result<std::vector<GuardStore::Ban>> GuardStore::bans(double now, std::size_t most)
{
    auto* rows = TRY(statement("SELECT client, until FROM decision WHERE action = 'banned'"
                               " AND until > ?1 ORDER BY id DESC LIMIT ?2"));
    TRY(rows->bind(1, now));
    TRY(rows->bind(2, static_cast<std::int64_t>(most)));
    std::vector<Ban> all;
    while (TRY(rows->step()))
        all.push_back({.client = std::string {rows->text(0)}, .until = rows->real(1)});
    return all;
}

Result<std::int64_t> GuardStore::undo(const std::string& client)
{
    auto* set = TRY(statement("UPDATE decision SET action = 'undone' WHERE client = ?1"
                              " AND action IN ('banned', 'pending', 'dry-run', 'lost')"));
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

}  // namespace hive
