#include "daemons/chart/traffic_counts.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemons/chart/traffic_picture.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t bar_seconds = 5;
/// Fives that one tick brings at most; a page that missed more asks for everything.
constexpr std::int64_t most_fives = 12;

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

Json server_json(std::string_view name, const Bars& bars)
{
    return {{"name", name}, {"traffic", bars.traffic}, {"attacks", bars.attacks}};
}

}  // namespace

Result<Json> second_json(Sqlite& database, std::int64_t before)
{
    auto row = TRY(database.prepare("SELECT max(ts) FROM second WHERE ts < ?"));
    TRY(row.bind(1, before));
    const auto ts = TRY(row.step()) ? row.integer(0) : 0;
    if (ts == 0)
        return Json {{"t", nullptr}, {"servers", Json::array()}};
    return Json {{"t", ts}, {"servers", counts_json(TRY(counts_at(database, "second", ts)))}};
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

Result<Json> bars_json(Sqlite& database, std::int64_t last)
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
            list.push_back(server_json(servers[i].first, servers[i].second));
        else
            others.add(servers[i].second);
    }
    Json bars {{"last", last}, {"servers", std::move(list)}};
    if (servers.size() > most_traffic_servers) {
        bars["others"] = server_json("", others);
        bars["others"]["count"] = servers.size() - most_traffic_servers;
    }
    return bars;
}

}  // namespace hive
