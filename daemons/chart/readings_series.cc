// daemons/chart/readings_series.cc - the part of Readings that knows what series there are.
#include <algorithm>

#include "daemons/chart/readings.h"

namespace hive {
namespace {

constexpr std::int64_t spark_seconds = 86'400;
constexpr std::int64_t spark_parts = 48;
constexpr std::int64_t most_recent = 20'000;

std::optional<std::int64_t> integer_or_none(const Statement& row, int column)
{
    return row.is_null(column) ? std::nullopt : std::optional {row.integer(column)};
}

std::optional<double> real_or_none(const Statement& row, int column)
{
    return row.is_null(column) ? std::nullopt : std::optional {row.real(column)};
}

/// Of the series that stand in each sample; none for an extra one.
std::optional<SeriesColumn::Kind> kind_of_own(std::string_view name)
{
    using Kind = SeriesColumn::Kind;
    if (name == "internal")
        return Kind::internal;
    if (name == "external")
        return Kind::external;
    return name == "delta" ? std::optional {Kind::delta} : std::nullopt;
}

/// Time and value of one series, newest first; parameter 5 is the id of an extra one.
std::string_view newest_first(SeriesColumn::Kind kind)
{
    using Kind = SeriesColumn::Kind;
    switch (kind) {
    case Kind::internal:
        return "SELECT ts, internal FROM sample WHERE apiary = ?1 AND ts >= ?2 AND ts < ?3"
               " AND internal IS NOT NULL ORDER BY ts DESC LIMIT ?4";
    case Kind::external:
        return "SELECT ts, external FROM sample WHERE apiary = ?1 AND ts >= ?2 AND ts < ?3"
               " AND external IS NOT NULL ORDER BY ts DESC LIMIT ?4";
    case Kind::delta:
        return "SELECT ts, internal - external FROM sample WHERE apiary = ?1 AND ts >= ?2"
               " AND ts < ?3 AND internal - external IS NOT NULL ORDER BY ts DESC LIMIT ?4";
    case Kind::extra:
        return "SELECT ts, value FROM extra WHERE apiary = ?1 AND series = ?5 AND ts >= ?2"
               " AND ts < ?3 ORDER BY ts DESC LIMIT ?4";
    }
    std::unreachable();
}

}  // namespace

Result<std::vector<Reading>> Readings::recent(const RangeQuery& range, const std::string& series)
{
    return newest(range, series, most_recent);
}

Result<std::vector<Reading>> Readings::newest(
    const RangeQuery& range, const std::string& series, std::int64_t most)
{
    const auto column = TRY(columns({series}));
    if (!column)
        return std::vector<Reading> {};
    auto rows = TRY(database_.prepare(newest_first(column->front().kind)));
    TRY(rows.bind(1, range.apiary));
    TRY(rows.bind(2, range.from));
    TRY(rows.bind(3, range.to));
    TRY(rows.bind(4, most));
    if (column->front().kind == SeriesColumn::Kind::extra)
        TRY(rows.bind(5, column->front().id));
    std::vector<Reading> readings;
    while (TRY(rows.step()))
        readings.push_back({.time = rows.integer(0), .value = rows.real(1)});
    std::ranges::reverse(readings);
    return readings;
}

Result<std::optional<std::int64_t>> Readings::last_value(
    std::int64_t apiary, const std::string& series, std::int64_t now)
{
    const RangeQuery range {.apiary = apiary, .from = 0, .to = static_cast<double>(now) + 1};
    const auto found = TRY(newest(range, series, 1));
    return found.empty() ? std::nullopt : std::optional {found.front().time};
}

Result<std::vector<Series>> Readings::series(const Apiary& apiary)
{
    std::vector<Series> found;
    for (const auto* name : {"internal", "external"})
        found.push_back({.name = name,
            .title = std::string {name} + " temperature",
            .unit = "°C",
            .first = apiary.first,
            .last = apiary.last,
            .count = apiary.count});
    auto rows = TRY(database_.prepare("SELECT id, name, title, unit FROM series ORDER BY id"));
    while (TRY(rows.step())) {
        auto extra = TRY(extra_series(apiary.id, rows));
        if (extra.first)
            found.push_back(std::move(extra));
    }
    return found;
}

/// @param row id, name, title, unit
Result<Series> Readings::extra_series(std::int64_t apiary, const Statement& row)
{
    // The ends are one step into the index each; counting is left to the rolls.
    auto ends = TRY(database_.prepare(
        "SELECT (SELECT min(ts) FROM extra WHERE apiary = ?1 AND series = ?2),"
        " (SELECT max(ts) FROM extra WHERE apiary = ?1 AND series = ?2),"
        " (SELECT sum(count) FROM extra_roll WHERE apiary = ?1 AND series = ?2 AND span = 86400)"));
    TRY(ends.bind(1, apiary));
    TRY(ends.bind(2, row.integer(0)));
    TRY(ends.step());
    return Series {.name = std::string {row.text(1)},
        .title = std::string {row.text(2)},
        .unit = std::string {row.text(3)},
        .first = integer_or_none(ends, 0),
        .last = integer_or_none(ends, 1),
        .count = ends.integer(2)};
}

Result<std::optional<std::vector<SeriesColumn>>> Readings::columns(
    const std::vector<std::string>& names)
{
    std::vector<SeriesColumn> columns;
    auto rows = TRY(database_.prepare("SELECT id FROM series WHERE name = ?"));
    for (const auto& name : names) {
        if (const auto kind = kind_of_own(name)) {
            columns.push_back({.kind = *kind});
            continue;
        }
        rows.reset();
        TRY(rows.bind(1, name));
        if (!TRY(rows.step()))
            return std::nullopt;
        columns.push_back({.kind = SeriesColumn::Kind::extra, .id = rows.integer(0)});
    }
    return columns;
}

Result<Latest> Readings::latest(const Apiary& apiary)
{
    if (!apiary.last)
        return Latest {.spark = std::vector<std::optional<double>>(spark_parts)};
    auto row = TRY(database_.prepare("SELECT ts, internal, external FROM sample WHERE apiary = ?"
                                     " ORDER BY ts DESC, source DESC, src_id DESC LIMIT 1"));
    TRY(row.bind(1, apiary.id));
    Latest latest;
    if (TRY(row.step())) {
        latest.time = row.integer(0);
        latest.internal = real_or_none(row, 1);
        latest.external = real_or_none(row, 2);
    }
    latest.extras = TRY(latest_extras(apiary));
    latest.spark = TRY(spark(apiary.id, *apiary.last));
    return latest;
}

Result<std::vector<std::pair<std::string, double>>> Readings::latest_extras(const Apiary& apiary)
{
    auto rows = TRY(database_.prepare(
        "SELECT name, (SELECT value FROM extra WHERE apiary = ?1 AND series = series.id"
        " ORDER BY ts DESC, source DESC, src_id DESC LIMIT 1) AS newest FROM series ORDER BY id"));
    TRY(rows.bind(1, apiary.id));
    std::vector<std::pair<std::string, double>> extras;
    while (TRY(rows.step()))
        if (!rows.is_null(1))
            extras.emplace_back(rows.text(0), rows.real(1));
    return extras;
}

Result<std::vector<std::optional<double>>> Readings::spark(std::int64_t apiary, std::int64_t last)
{
    auto rows = TRY(database_.prepare(
        "SELECT (ts - ?2 - 1) * 48 / 86400, avg(internal) FROM sample"
        " WHERE apiary = ?1 AND ts > ?2 AND ts <= ?2 + 86400 AND internal IS NOT NULL"
        " GROUP BY 1"));
    TRY(rows.bind(1, apiary));
    TRY(rows.bind(2, last - spark_seconds));
    std::vector<std::optional<double>> parts(spark_parts);
    while (TRY(rows.step()))
        parts.at(
            static_cast<std::size_t>(std::clamp<std::int64_t>(rows.integer(0), 0, spark_parts - 1)))
            = rows.real(1);
    return parts;
}

}  // namespace hive
