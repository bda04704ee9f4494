#include "daemons/chart/readings.h"

#include <cerrno>
#include <limits>

#include <unistd.h>

#include "lib/readings_schema.h"

namespace hive {
namespace {

// Statements are prepared for each query: that takes microseconds where the query takes
// milliseconds, and none is left open to keep hive-sync from checkpointing its log.

/// Rows between two looks at the clock: some milliseconds.
constexpr std::int64_t rows_between_looks = 4096;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::optional<double> real_or_none(const Statement& row, int column)
{
    return row.is_null(column) ? std::nullopt : std::optional {row.real(column)};
}

std::optional<std::int64_t> integer_or_none(const Statement& row, int column)
{
    return row.is_null(column) ? std::nullopt : std::optional {row.integer(column)};
}

Result<> bind_range(Statement& statement, const RangeQuery& range)
{
    TRY(statement.bind(1, range.apiary));
    TRY(statement.bind(2, range.from));
    return statement.bind(3, range.to);
}

/// Whether the time is over; looked at now and then.
bool is_over(std::int64_t seen, Readings::Deadline deadline)
{
    return seen % rows_between_looks == 0 && std::chrono::steady_clock::now() > deadline;
}

Apiary apiary_of(const Statement& row)
{
    return {.id = row.integer(0),
        .name = std::string {row.text(1)},
        .time_zone = std::string {row.text(2)},
        .first = integer_or_none(row, 3),
        .last = integer_or_none(row, 4),
        .count = row.integer(5),
        .bins = row.integer(6)};
}

}  // namespace

Result<std::optional<Readings>> Readings::open(const std::string& path)
{
    if (::access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    Readings readings {TRY(Sqlite::open(path, Sqlite::Mode::read_only))};
    // The file is there a moment before its tables are; an older one waits to be migrated.
    const auto version = TRY(readings.database_.integer("PRAGMA user_version"));
    if (version < static_cast<std::int64_t>(readings_migrations.size()))
        return std::nullopt;
    return readings;
}

Result<std::vector<Apiary>> Readings::apiaries()
{
    auto rows = TRY(database_.prepare(
        "SELECT id, name, time_zone, first, last, count, bins FROM apiary ORDER BY name"));
    std::vector<Apiary> apiaries;
    while (TRY(rows.step()))
        apiaries.push_back(apiary_of(rows));
    return apiaries;
}

Result<std::optional<Apiary>> Readings::apiary(std::int64_t id)
{
    auto rows = TRY(database_.prepare(
        "SELECT id, name, time_zone, first, last, count, bins FROM apiary WHERE id = ?"));
    TRY(rows.bind(1, id));
    if (!TRY(rows.step()))
        return std::nullopt;
    return apiary_of(rows);
}

Result<Readings::Reach> Readings::each_sample(const RangeQuery& range,
    const std::vector<SeriesColumn>& columns, Deadline deadline, const TakeValues& take)
{
    auto cursor = TRY(samples(range, columns, std::nullopt));
    for (std::int64_t seen = 0; TRY(cursor.next()); ++seen) {
        if (is_over(seen, deadline))
            return Reach::cut_off;
        take(cursor.key().time, cursor.values());
    }
    return Reach::whole;
}

Result<SampleCursor> Readings::samples(const RangeQuery& range,
    const std::vector<SeriesColumn>& columns, std::optional<SampleKey> after)
{
    return SampleCursor::open(database_, range, columns, after);
}

Result<Readings::Reach> Readings::each_spectrum(
    const RangeQuery& range, Deadline deadline, const TakeSpectrum& take)
{
    auto rows = TRY(database_.prepare("SELECT ts, fft, internal FROM sample"
                                      " WHERE apiary = ? AND ts >= ? AND ts < ? AND fft IS NOT NULL"
                                      " ORDER BY ts, source, src_id"));
    TRY(bind_range(rows, range));
    for (std::int64_t seen = 0; TRY(rows.step()); ++seen) {
        if (is_over(seen, deadline))
            return Reach::cut_off;
        if (!take(rows.integer(0), rows.blob(1), rows.is_null(2) ? nothing : rows.real(2)))
            break;
    }
    return Reach::whole;
}

Result<std::int64_t> Readings::rolled_samples(const RangeQuery& range)
{
    auto rows = TRY(database_.prepare("SELECT sum(count) FROM roll WHERE apiary = ? AND ts >= ?"
                                      " AND ts < ? AND span = 86400"));
    TRY(bind_range(rows, range));
    return TRY(rows.step()) ? rows.integer(0) : 0;
}

Result<bool> Readings::has_stale_rolls(std::int64_t apiary)
{
    auto rows = TRY(database_.prepare("SELECT 1 FROM stale_roll WHERE apiary = ? LIMIT 1"));
    TRY(rows.bind(1, apiary));
    return rows.step();
}

Result<Readings::Reach> Readings::each_roll(
    const RangeQuery& range, std::int64_t span, Deadline deadline, const TakeRoll& take)
{
    auto rows = TRY(database_.prepare("SELECT ts, count, bins FROM roll WHERE apiary = ?"
                                      " AND ts >= ? AND ts < ? AND span = ? AND bins IS NOT NULL"
                                      " ORDER BY ts"));
    TRY(bind_range(rows, range));
    TRY(rows.bind(4, span));
    for (std::int64_t seen = 0; TRY(rows.step()); ++seen) {
        if (is_over(seen, deadline))
            return Reach::cut_off;
        take(rows.integer(0), rows.integer(1), rows.blob(2));
    }
    return Reach::whole;
}

Result<std::vector<Fault>> Readings::faults(const RangeQuery& range, std::size_t limit)
{
    auto rows = TRY(database_.prepare("SELECT ts, part, value FROM quarantine"
                                      " WHERE apiary = ? AND ts >= ? AND ts < ?"
                                      " AND part IN ('internal', 'external')"
                                      " ORDER BY ts LIMIT ?"));
    TRY(bind_range(rows, range));
    TRY(rows.bind(4, static_cast<std::int64_t>(limit)));
    std::vector<Fault> faults;
    while (TRY(rows.step()))
        faults.push_back({.time = rows.integer(0),
            .part = std::string {rows.text(1)},
            .value = real_or_none(rows, 2)});
    return faults;
}

Result<bool> Readings::has_changed()
{
    const auto version = TRY(database_.integer("PRAGMA data_version"));
    return std::exchange(data_version_, version) != version;
}

}  // namespace hive
