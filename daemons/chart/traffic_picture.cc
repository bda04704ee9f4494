#include "daemons/chart/traffic_picture.h"

#include <utility>

#include "daemons/chart/traffic_counts.h"
#include "daemons/chart/traffic_hour.h"
#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t shown_clients = 8;
constexpr std::int64_t shown_decisions = 20;
constexpr double largest_time = 1e12;  // seconds: no status was written yet

Json parsed(std::string_view text, Json otherwise)
{
    auto json = parse_json(text);
    return json ? *std::move(json) : std::move(otherwise);
}

Result<std::string> status_text(Sqlite& database)
{
    auto row = TRY(database.prepare("SELECT value FROM state WHERE key = ?"));
    TRY(row.bind(1, guard_state_key));
    return TRY(row.step()) ? std::string {row.text(0)} : "{}";
}

Json text_or_null(const Statement& row, int column)
{
    return row.is_null(column) ? Json(nullptr) : Json(row.real(column));
}

/// When hive-guard wrote its status.
std::int64_t time_of(const Json& status)
{
    return static_cast<std::int64_t>(real_at(status, "time", largest_time));
}

Result<Json> clients_json(Sqlite& database)
{
    auto rows = TRY(database.prepare(
        "SELECT address, server, since, last, requests, errors, attacks, class, score, strikes, "
        "reasons, lines FROM client ORDER BY score DESC, attacks DESC, address LIMIT ?"));
    TRY(rows.bind(1, shown_clients));
    Json list = Json::array();
    while (TRY(rows.step()))
        list.push_back(
            {{"address", rows.text(0)}, {"server", rows.text(1)}, {"since", rows.real(2)},
                {"last", rows.real(3)}, {"requests", rows.integer(4)}, {"errors", rows.integer(5)},
                {"attacks", rows.integer(6)}, {"class", rows.text(7)}, {"score", rows.real(8)},
                {"strikes", rows.integer(9)}, {"reasons", parsed(rows.text(10), Json::array())},
                {"lines", parsed(rows.text(11), Json::array())}});
    return list;
}

/// What an operator said of a decision last: "benign", "attack" or null.
constexpr std::string_view decision_columns
    = "id, ts, client, server, class, by_what, score, action, why, until, reasons, lines, "
      "(SELECT verdict FROM feedback WHERE feedback.decision = decision.id ORDER BY id DESC LIMIT "
      "1)";

Result<Json> decision_list(Statement& rows)
{
    Json list = Json::array();
    while (TRY(rows.step()))
        list.push_back({{"id", rows.integer(0)}, {"time", rows.real(1)}, {"client", rows.text(2)},
            {"server", rows.text(3)}, {"class", rows.text(4)}, {"by", rows.text(5)},
            {"score", rows.real(6)}, {"action", rows.text(7)}, {"why", rows.text(8)},
            {"until", text_or_null(rows, 9)}, {"reasons", parsed(rows.text(10), Json::array())},
            {"lines", parsed(rows.text(11), Json::array())},
            {"feedback", rows.is_null(12) ? Json(nullptr) : Json(rows.text(12))}});
    return list;
}

/// {"dry-run": 11, ..}: decisions of the last hour by what came of them.
Result<Json> actions_json(Sqlite& database)
{
    auto rows = TRY(database.prepare(
        "SELECT action, count(*) FROM decision WHERE ts > (SELECT max(ts) FROM second) - 3600 "
        "GROUP BY 1"));
    Json counts = Json::object();
    while (TRY(rows.step()))
        counts[std::string {rows.text(0)}] = rows.integer(1);
    return counts;
}

/// Each model in use with its card, and the version before it.
Result<Json> models_json(Sqlite& database)
{
    auto rows = TRY(database.prepare(
        "SELECT kind, version, trees, loaded, card, (SELECT json_object('version', version, "
        "'card', "
        "json(card)) FROM model AS old WHERE old.kind = model.kind AND NOT is_current "
        "ORDER BY id DESC LIMIT 1) FROM model WHERE is_current ORDER BY kind"));
    Json list = Json::array();
    while (TRY(rows.step())) {
        auto card = parsed(rows.text(4), Json::object());
        card.erase("histograms");  // long, and of no use to a page
        auto before = rows.is_null(5) ? Json(nullptr) : parsed(rows.text(5), nullptr);
        if (before.is_object() && before["card"].is_object())
            before["card"].erase("histograms");
        list.push_back({{"kind", rows.text(0)}, {"version", rows.text(1)},
            {"trees", rows.integer(2)}, {"loaded", rows.real(3)}, {"card", std::move(card)},
            {"before", std::move(before)}});
    }
    return list;
}

Result<Json> drift_json(Sqlite& database)
{
    auto rows
        = TRY(database.prepare("SELECT kind, feature, psi FROM drift ORDER BY psi DESC, 1, 2"));
    Json list = Json::array();
    while (TRY(rows.step()))
        list.push_back({{"kind", rows.text(0)}, {"feature", rows.text(1)}, {"psi", rows.real(2)}});
    return list;
}

Result<Json> safe_json(Sqlite& database)
{
    auto rows = TRY(database.prepare(
        "SELECT kind, value, note, added, user FROM safe ORDER BY added DESC LIMIT 200"));
    Json list = Json::array();
    while (TRY(rows.step()))
        list.push_back({{"kind", rows.text(0)}, {"value", rows.text(1)}, {"note", rows.text(2)},
            {"added", rows.real(3)}, {"by", rows.text(4)}});
    return list;
}

/// Members that change when somebody is noticed or something is decided.
Result<Json> news_json(Sqlite& database)
{
    return Json {{"clients", TRY(clients_json(database))},
        {"decisions", TRY(traffic_decisions(database, {.limit = shown_decisions}))["decisions"]},
        {"actions", TRY(actions_json(database))}};
}

/// Clients change all the time while an attack goes on: they come with the five seconds.
Result<> add_news(Sqlite& database, TrafficMark& mark, Json& tick)
{
    if (!tick["fives"].empty())
        mark.five = integer_at(tick["fives"].back(), "t");
    const auto news = TRY(news_json(database));
    auto text = to_text(news);
    if (text != mark.news)
        tick.update(news);
    mark.news = std::move(text);
    return {};
}

}  // namespace

Result<Json> traffic_picture(Sqlite& database)
{
    TRY(database.execute("BEGIN"));
    const auto five = TRY(database.integer("SELECT max(ts) FROM five"));
    auto status = parsed(TRY(status_text(database)), Json::object());
    Json picture {{"second", TRY(second_json(database, time_of(status)))},
        {"bars", TRY(bars_json(database, five))}, {"hour", TRY(hour_json(database, five))},
        {"models", TRY(models_json(database))}, {"drift", TRY(drift_json(database))},
        {"safe", TRY(safe_json(database))}};
    picture["status"] = std::move(status);
    picture.update(TRY(news_json(database)));
    TRY(database.execute("COMMIT"));
    return picture;
}

Result<std::optional<Json>> traffic_tick(Sqlite& database, TrafficMark& mark)
{
    TRY(database.execute("BEGIN"));
    auto text = TRY(status_text(database));
    if (text == mark.status) {
        TRY(database.execute("COMMIT"));
        return std::nullopt;
    }
    auto status = parsed(text, Json::object());
    Json tick {{"second", TRY(second_json(database, time_of(status)))},
        {"fives", TRY(fives_after(database, mark.five))}};
    tick["status"] = std::move(status);
    if (!tick["fives"].empty() || mark.status.empty())
        TRY(add_news(database, mark, tick));
    TRY(database.execute("COMMIT"));
    mark.status = std::move(text);
    return tick;
}

Result<Json> traffic_decisions(Sqlite& database, const DecisionsQuery& query)
{
    auto rows = TRY(database.prepare(
        fmt::format("SELECT {} FROM decision WHERE id < ?1 AND (?2 = '' OR client = ?2) "
                    "ORDER BY id DESC LIMIT ?3",
            decision_columns)));
    TRY(rows.bind(1, query.before));
    TRY(rows.bind(2, query.client));
    TRY(rows.bind(3, query.limit));
    return Json {{"decisions", TRY(decision_list(rows))}};
}

}  // namespace hive
