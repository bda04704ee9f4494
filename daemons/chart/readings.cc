#include "daemons/chart/readings.h"

#include <cerrno>
#include <span>

#include <unistd.h>

#include "lib/readings_schema.h"

namespace hive {
namespace {

// Statements are prepared for each query: that takes microseconds where the query takes
// milliseconds, and none is left open to keep hive-sync from checkpointing its log.

/// Rows between two looks at the clock: some milliseconds.
constexpr std::int64_t rows_between_looks = 4096;

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

}  // namespace

Result<std::optional<Readings>> Readings::open(const std::string& path)
{
    if (::access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    Readings readings {TRY(Sqlite::open(path, Sqlite::Mode::read_only))};
    // The file is there a moment before its tables are.
    if (TRY(readings.database_.integer("PRAGMA user_version")) == 0)
        return std::nullopt;
    return readings;
}

Result<std::vector<Apiary>> Readings::apiaries()
{
    auto rows = TRY(database_.prepare(
        "SELECT id, name, time_zone, first, last, count FROM apiary ORDER BY name"));
    std::vector<Apiary> apiaries;
    while (TRY(rows.step()))
        apiaries.push_back({.id = rows.integer(0),
            .name = std::string {rows.text(1)},
            .time_zone = std::string {rows.text(2)},
            .first = integer_or_none(rows, 3),
            .last = integer_or_none(rows, 4),
            .count = rows.integer(5)});
    return apiaries;
}

Result<bool> Readings::has_apiary(std::int64_t id)
{
    auto rows = TRY(database_.prepare("SELECT 1 FROM apiary WHERE id = ?"));
    TRY(rows.bind(1, id));
    return rows.step();
}

Result<Readings::Reach> Readings::each_row(std::string_view sql, const RangeQuery& range,
    Deadline deadline, const std::function<void(const Statement&)>& take)
{
    auto rows = TRY(database_.prepare(sql));
    TRY(bind_range(rows, range));
    for (std::int64_t seen = 0; TRY(rows.step()); ++seen) {
        if (seen % rows_between_looks == 0 && std::chrono::steady_clock::now() > deadline)
            return Reach::cut_off;
        take(rows);
    }
    return Reach::whole;
}

Result<Readings::Reach> Readings::each_temperature(
    const RangeQuery& range, Deadline deadline, const TakeTemperatures& take)
{
    return each_row("SELECT ts, internal, external FROM sample"
                    " WHERE apiary = ? AND ts >= ? AND ts < ? ORDER BY ts",
        range, deadline, [&take](const Statement& row) {
            take(row.integer(0), real_or_none(row, 1), real_or_none(row, 2));
        });
}

Result<Readings::Reach> Readings::each_spectrum(
    const RangeQuery& range, Deadline deadline, const TakeBins& take)
{
    return each_row("SELECT ts, fft FROM sample"
                    " WHERE apiary = ? AND ts >= ? AND ts < ? AND fft IS NOT NULL ORDER BY ts",
        range, deadline, [&take](const Statement& row) { take(row.integer(0), row.blob(1)); });
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
