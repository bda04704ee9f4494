#include "tools/hive-sample/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace hive {
namespace {

std::vector<std::string> make_column_names()
{
    std::vector<std::string> names {"id", "apiary_id", "apiary_name", "timestamp",
        "bme680_internal_temperature", "bme680_external_temperature"};
    for (std::size_t bin = 1; bin <= fft_bins; ++bin)
        names.push_back(fmt::format("fft_bin{}", bin));
    return names;
}

std::string_view column_type(std::size_t column, Dialect dialect, BinKind bins)
{
    switch (column) {
    case 0:
        return dialect == Dialect::mariadb ? "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"
                                           : "INTEGER PRIMARY KEY";
    case 1: return "INT";
    case 2: return "VARCHAR(64)";
    case 3: return "BIGINT";
    case 4:
    case 5: return "DOUBLE";
    default: return bins == BinKind::whole ? "TINYINT" : "FLOAT";
    }
}

}  // namespace

const std::vector<std::string>& column_names()
{
    static const auto names = make_column_names();
    return names;
}

bool is_table_name(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || c == '_';
    });
}

std::string create_table_sql(std::string_view table, Dialect dialect, BinKind bins)
{
    std::string columns;
    for (std::size_t i = 0; i < column_names().size(); ++i)
        columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column_names()[i],
            column_type(i, dialect, bins));
    return fmt::format("CREATE TABLE IF NOT EXISTS {} ({})", table, columns);
}

std::string insert_sql(std::string_view table, int rows)
{
    std::string values = "(?";
    for (std::size_t i = 1; i < column_names().size(); ++i)
        values += ",?";
    values += ')';
    auto sql = fmt::format("INSERT INTO {} VALUES {}", table, values);
    for (int row = 1; row < rows; ++row)
        (sql += ',') += values;
    return sql;
}

std::string state_sql(std::string_view table, std::int64_t latest)
{
    return fmt::format("SELECT COUNT(*), COALESCE(MAX(id), 0),"
                       " COALESCE(MAX(CASE WHEN timestamp <= {} THEN timestamp END), 0),"
                       " COALESCE(MAX(apiary_id), 0) FROM {}",
        latest, table);
}

}  // namespace hive
