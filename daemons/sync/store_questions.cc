#include "daemons/sync/store_questions.h"

#include <algorithm>

#include "lib/sqlite.h"

namespace hive {
namespace {

constexpr std::int64_t most_rows = 1000;

Result<Json> read_reasons(Sqlite& database)
{
    // A reason begins with the value, or names the time; those of one kind belong together.
    auto statement = TRY(database.prepare(
        "SELECT source.key, part, CASE"
        " WHEN value IS NOT NULL THEN 'value' || substr(reason, instr(reason, ' '))"
        " WHEN reason GLOB 'time * is in the future' THEN 'time is in the future'"
        " ELSE reason END AS kind, count(*) AS number"
        " FROM quarantine JOIN source ON source.id = source"
        " GROUP BY 1, 2, 3 ORDER BY number DESC LIMIT 100"));
    Json reasons = Json::array();
    while (TRY(statement.step()))
        reasons.push_back({{"source", statement.text(0)}, {"part", statement.text(1)},
            {"reason", statement.text(2)}, {"count", statement.integer(3)}});
    return reasons;
}

Json row_of(const Statement& statement)
{
    const auto raw = parse_json(statement.text(5));
    return {{"source", statement.text(0)}, {"id", statement.integer(1)},
        {"part", statement.text(2)}, {"reason", statement.text(3)},
        {"time", statement.is_null(4) ? Json() : Json(statement.integer(4))},
        {"raw", raw ? *raw : Json()}};
}

}  // namespace

Result<std::vector<std::string>> check_store(const std::string& path)
{
    auto database = TRY(Sqlite::open(path, Sqlite::Mode::read_only));
    auto statement = TRY(database.prepare("PRAGMA integrity_check(100)"));
    std::vector<std::string> damage;
    while (TRY(statement.step()))
        if (statement.text(0) != "ok")
            damage.emplace_back(statement.text(0));
    return damage;
}

Result<Quarantine> read_quarantine(const std::string& path, std::int64_t limit)
{
    auto database = TRY(Sqlite::open(path, Sqlite::Mode::read_only));
    Quarantine quarantine {.count = TRY(database.integer("SELECT count(*) FROM quarantine")),
        .reasons = TRY(read_reasons(database)),
        .rows = {}};
    auto statement = TRY(database.prepare(
        "SELECT source.key, src_id, part, reason, ts, raw FROM quarantine"
        " JOIN source ON source.id = source ORDER BY source, src_id DESC LIMIT ?"));
    TRY(statement.bind(1, std::clamp<std::int64_t>(limit, 0, most_rows)));
    while (TRY(statement.step()))
        quarantine.rows.push_back(row_of(statement));
    return quarantine;
}

}  // namespace hive
