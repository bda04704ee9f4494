// tools/hive-sample/table.h - the table that rows are written into: columns, statements. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/hive-sample/rows.h"

namespace hive {

enum class Dialect { mariadb, sqlite };

/// id, apiary_id, apiary_name, timestamp, two temperatures, fft_bin1..fft_bin64
[[nodiscard]] const std::vector<std::string>& column_names();

/// Letters, digits and '_', not empty, at most 64: the only names statements are made with.
[[nodiscard]] bool is_table_name(std::string_view name);

[[nodiscard]] std::string create_table_sql(std::string_view table, Dialect dialect, BinKind bins);
/// INSERT of `rows` rows with a placeholder for each value.
[[nodiscard]] std::string insert_sql(std::string_view table, int rows);
/// SELECT: rows, highest id, latest time up to `latest`, highest apiary_id; 0 for none.
[[nodiscard]] std::string state_sql(std::string_view table, std::int64_t latest);

}  // namespace hive
