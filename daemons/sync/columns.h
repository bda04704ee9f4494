// daemons/sync/columns.h - finds the mapped columns in a remote table and says what is missing.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemons/sync/config.h"

namespace hive {

/// A column as its database describes it.
struct RemoteColumn {
    std::string name;
    std::string type;  // "bigint", "FLOAT", "" when the database does not say
};

/// What the time column holds.
enum class TimeKind {
    whole,  // epoch seconds
    fraction,  // epoch seconds with a fraction, which is dropped
    calendar,  // date and time in the zone of the configuration
    utc_calendar,  // TIMESTAMP: a date and time that the session's zone makes UTC
};

/// The names of the columns to read, as the table spells them.
struct Columns {
    std::string id;
    std::string apiary;
    std::string time;
    TimeKind time_kind = TimeKind::whole;
    std::string internal;
    std::string external;
    std::vector<std::string> bins;
    std::vector<std::string> extras;  // further series; at most max_extras
};

/// Further numeric columns beyond this many are left alone.
constexpr std::size_t max_extras = 64;

/// @param source its mapping: columns, number of bins, whether further columns are wanted
/// @param existing the table's columns; names compare without case, as SQL's do
/// @return an error that names every column that is missing or of a type that cannot be read,
///         and the columns there are
[[nodiscard]] Result<Columns> resolve_columns(
    const SourceConfig& source, const std::vector<RemoteColumn>& existing);

/// How a database puts names between quotes.
enum class Quoting : char { backticks = '`', double_quotes = '"' };

[[nodiscard]] std::string quoted(std::string_view name, Quoting quoting);
/// The time column as a whole number, an expression of MariaDB and MySQL: epoch seconds, or the
/// seconds from 1970-01-01 00:00 on the same clock.
[[nodiscard]] std::string time_sql(const Columns& columns);

/// SELECT of all columns, in the order of Columns, `WHERE id BETWEEN ? AND ? ORDER BY id`.
[[nodiscard]] std::string select_rows_sql(
    const Columns& columns, std::string_view table, Quoting quoting);
/// SELECT COUNT(*) `WHERE id BETWEEN ? AND ?`.
[[nodiscard]] std::string count_rows_sql(
    const Columns& columns, std::string_view table, Quoting quoting);
/// SELECT MAX(id).
[[nodiscard]] std::string last_id_sql(
    const Columns& columns, std::string_view table, Quoting quoting);

}  // namespace hive
