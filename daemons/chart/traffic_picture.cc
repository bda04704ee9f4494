#include "daemons/chart/traffic_picture.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "daemons/chart/traffic_quality.h"
#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t bar_seconds = 5;
constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t quality_span = 24 * hour;
constexpr std::int64_t shown_clients = 8;
constexpr double largest_time = 1e12;  // seconds: no status was written yet
constexpr std::int64_t shown_decisions = 20;
/// Fives that one tick brings at most; a page that missed more asks for everything.
constexpr std::int64_t most_fives = 12;

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

struct Count {
    std::int64_t traffic = 0;
    std::int64_t attacks = 0;
};
using Counts = std::map<std::string, Count>;

/// Counts by server of the rows with that `ts`, of table second or five.
Result<Counts> counts_at(Sqlite& database, std::string_view table, std::int64_t ts)
{
    auto rows = TRY(database.prepare(fmt::format(
        "SELECT server.name, sum(count), sum(count * class.is_attack) FROM {0} "
        "JOIN server ON server.id = server JOIN class ON class.id = class WHERE ts = ? GROUP BY 1",
        table)));
    TRY(rows.bind(1, ts));
    Counts counts;
    while (TRY(rows.step()))
        counts[std::string {rows.text(0)}]
            = {.traffic = rows.integer(1), .attacks = rows.integer(2)};
    return counts;
}

/// [[name, traffic, attacks], ..], those with the most attacks, then traffic, first; what more
/// servers have under the name null.
Json counts_json(const Counts& counts)
{
    std::vector<std::pair<std::string, Count>> sorted {counts.begin(), counts.end()};
    std::ranges::stable_sort(sorted, std::greater {}, [](const auto& server) {
        return std::pair {server.second.attacks, server.second.traffic};
    });
    Json list = Json::array();
    Count others;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [name, count] = sorted[i];
        if (i < most_traffic_servers) {
            list.push_back({name, count.traffic, count.attacks});
            continue;
        }
        others.traffic += count.traffic;
        others.attacks += count.attacks;
    }
    if (sorted.size() > most_traffic_servers)
        list.push_back({nullptr, others.traffic, others.attacks});
    return list;
}

/// The last second that was over when hive-guard wrote its status.
Result<Json> second_json(Sqlite& database, const Json& status)
{
    auto row = TRY(database.prepare("SELECT max(ts) FROM second WHERE ts < ?"));
    TRY(row.bind(1, static_cast<std::int64_t>(real_at(status, "time", largest_time))));
    const auto ts = TRY(row.step()) ? row.integer(0) : 0;
    if (ts == 0)
        return Json {{"t", nullptr}, {"servers", Json::array()}};
    return Json {{"t", ts}, {"servers", counts_json(TRY(counts_at(database, "second", ts)))}};
}

Result<Json> class_counts(Sqlite& database, std::int64_t five)
{
    auto rows = TRY(database.prepare("SELECT class.name, class.is_attack, sum(count) FROM five "
                                     "JOIN class ON class.id = class WHERE ts = ? GROUP BY 1"));
    TRY(rows.bind(1, five));
    Json list = Json::array();
    while (TRY(rows.step()))
        list.push_back({rows.text(0), rows.integer(1) != 0, rows.integer(2)});
    return list;
}

Result<Json> fives_after(Sqlite& database, std::int64_t mark)
{
    auto rows = TRY(
        database.prepare("SELECT DISTINCT ts FROM five WHERE ts > ? ORDER BY ts DESC LIMIT ?"));
    TRY(rows.bind(1, mark));
    TRY(rows.bind(2, most_fives));
    Json list = Json::array();
    while (TRY(rows.step())) {
        const auto ts = rows.integer(0);
        Json five {{"t", ts}, {"servers", counts_json(TRY(counts_at(database, "five", ts)))},
            {"classes", TRY(class_counts(database, ts))}};
        list.insert(list.begin(), std::move(five));
    }
    return list;
}

/// What the bars of one server show, oldest first.
struct Bars {
    std::array<std::int64_t, traffic_bars> traffic {};
    std::array<std::int64_t, traffic_bars> attacks {};

    void add(const Bars& other)
    {
        for (std::size_t i = 0; i < traffic.size(); ++i) {
            traffic[i] += other.traffic[i];
            attacks[i] += other.attacks[i];
        }
    }
    [[nodiscard]] Count sum() const
    {
        Count all;
        for (std::size_t i = 0; i < traffic.size(); ++i) {
            all.traffic += traffic[i];
            all.attacks += attacks[i];
        }
        return all;
    }
};
using NamedBars = std::pair<std::string, Bars>;

/// @param last start of the last bar
Result<std::vector<NamedBars>> read_bars(Sqlite& database, std::int64_t last)
{
    const auto first = last - (traffic_bars - 1) * bar_seconds;
    auto rows = TRY(database.prepare(
        "SELECT server.name, ts, sum(count), sum(count * class.is_attack) FROM five "
        "JOIN server ON server.id = server JOIN class ON class.id = class "
        "WHERE ts BETWEEN ? AND ? GROUP BY 1, 2"));
    TRY(rows.bind(1, first));
    TRY(rows.bind(2, last));
    std::map<std::string, Bars> servers;
    while (TRY(rows.step())) {
        auto& bars = servers[std::string {rows.text(0)}];
        const auto at = static_cast<std::size_t>((rows.integer(1) - first) / bar_seconds);
        bars.traffic[at] += rows.integer(2);
        bars.attacks[at] += rows.integer(3);
    }
    return std::vector<NamedBars> {servers.begin(), servers.end()};
}

Json bars_json(std::string_view name, const Bars& bars)
{
    return {{"name", name}, {"traffic", bars.traffic}, {"attacks", bars.attacks}};
}

Result<Json> servers_json(Sqlite& database, std::int64_t last)
{
    auto servers = TRY(read_bars(database, last));
    std::ranges::stable_sort(servers, std::greater {}, [](const NamedBars& server) {
        const auto sum = server.second.sum();
        return std::pair {sum.attacks, sum.traffic};
    });
    Json list = Json::array();
    Bars others;
    for (std::size_t i = 0; i < servers.size(); ++i) {
        if (i < most_traffic_servers)
            list.push_back(bars_json(servers[i].first, servers[i].second));
        else
            others.add(servers[i].second);
    }
    Json bars {{"last", last}, {"servers", std::move(list)}};
    if (servers.size() > most_traffic_servers) {
        bars["others"] = bars_json("", others);
        bars["others"]["count"] = servers.size() - most_traffic_servers;
    }
    return bars;
}

Result<std::vector<Outcome>> read_outcomes(Sqlite& database, std::int64_t since)
{
    auto labelled = TRY(database.prepare(
        "SELECT label.name, predicted.name, sum(count) FROM outcome JOIN class AS label ON "
        "label.id = label JOIN class AS predicted ON predicted.id = predicted "
        "WHERE ts >= ? GROUP BY 1, 2"));
    TRY(labelled.bind(1, since));
    std::vector<Outcome> outcomes;
    while (TRY(labelled.step()))
        outcomes.push_back({.truth = std::string {labelled.text(0)},
            .predicted = std::string {labelled.text(1)},
            .count = labelled.integer(2)});
    auto told
        = TRY(database.prepare("SELECT feedback.class, decision.class, count(*) FROM feedback "
                               "JOIN decision ON decision.id = decision GROUP BY 1, 2"));
    while (TRY(told.step()))
        outcomes.push_back({.truth = std::string {told.text(0)},
            .predicted = std::string {told.text(1)},
            .count = told.integer(2),
            .source = Outcome::Source::feedback});
    return outcomes;
}

struct ClassHour {
    bool is_attack = false;
    std::array<std::int64_t, traffic_minutes> counts {};
};

/// @param last the last minute since the epoch
Result<std::map<std::string, ClassHour>> read_hour(Sqlite& database, std::int64_t last)
{
    const auto first = last - (traffic_minutes - 1);
    auto rows = TRY(
        database.prepare("SELECT class.name, class.is_attack, ts / 60, sum(count) FROM five "
                         "JOIN class ON class.id = class WHERE ts >= ? AND ts < ? GROUP BY 1, 3"));
    TRY(rows.bind(1, first * minute));
    TRY(rows.bind(2, (last + 1) * minute));
    std::map<std::string, ClassHour> classes;
    while (TRY(rows.step())) {
        auto& of = classes[std::string {rows.text(0)}];
        of.is_attack = rows.integer(1) != 0;
        of.counts[static_cast<std::size_t>(rows.integer(2) - first)] += rows.integer(3);
    }
    return classes;
}

Json rounded_or_null(const std::optional<double>& share)
{
    return share ? Json(*share) : Json(nullptr);
}

/// The classes of the last hour, and those that labels or feedback speak of.
Result<Json> hour_json(Sqlite& database, std::int64_t last_five)
{
    const auto last = last_five / minute;
    auto classes = TRY(read_hour(database, last));
    const auto quality = judge_traffic(TRY(read_outcomes(database, last_five - quality_span)));
    for (const auto& [name, judged] : quality.classes)
        classes.try_emplace(name, ClassHour {.is_attack = name != benign_class});
    Json list = Json::array();
    for (const auto& [name, of] : classes) {
        const auto found = quality.classes.find(name);
        const auto judged = found == quality.classes.end() ? ClassQuality {} : found->second;
        list.push_back({{"name", name}, {"is_attack", of.is_attack}, {"counts", of.counts},
            {"judged", judged.judged}, {"precision", rounded_or_null(judged.precision)},
            {"recall", rounded_or_null(judged.recall)}});
    }
    return Json {{"last", last * minute}, {"classes", std::move(list)},
        {"labelled", quality.labelled}, {"accuracy", rounded_or_null(quality.accuracy)},
        {"main_accuracy", rounded_or_null(quality.main_accuracy)}};
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
    Json picture {{"second", TRY(second_json(database, status))},
        {"bars", TRY(servers_json(database, five))}, {"hour", TRY(hour_json(database, five))},
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
    Json tick {{"second", TRY(second_json(database, status))},
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
