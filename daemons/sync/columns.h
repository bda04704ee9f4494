// daemons/sync/columns.h - finds the mapped columns in a remote table and says what is missing.
// Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/sync/config.h"
#include "lib/readings_schema.h"

namespace hive {

/// A column as its database describes it.
struct RemoteColumn {
    std::string name;
    std::string type;  // "bigint", "FLOAT", "" when the database does not say
};

/// The names of the columns to read, as the table spells them.
struct Columns {
    std::string id;
    std::string apiary;
    std::string time;
    std::string internal;
    std::string external;
    std::array<std::string, fft_bins> bins;
};

/// @param table how the table is called in an error
/// @param existing the table's columns; names compare without case, as SQL's do
/// @return an error that names every column that is missing or of a type that cannot be read,
///         and the columns there are
[[nodiscard]] Result<Columns> resolve_columns(
    const ColumnNames& names, std::string_view table, const std::vector<RemoteColumn>& existing);

/// How a database puts names between quotes.
enum class Quoting : char { backticks = '`', double_quotes = '"' };

/// SELECT of all columns, in the order of Columns, `WHERE id > ? ORDER BY id`.
[[nodiscard]] std::string select_rows_sql(
    const Columns& columns, std::string_view table, Quoting quoting);
/// SELECT COUNT(*) `WHERE id <= ?`.
[[nodiscard]] std::string count_rows_sql(
    const Columns& columns, std::string_view table, Quoting quoting);

}  // namespace hive
