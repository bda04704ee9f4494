#include "daemons/sync/group_insert.h"

namespace hive {
namespace {

/// " VALUES (?,?),(?,?)"
std::string values(std::size_t rows, std::size_t columns)
{
    std::string row = "(?";
    for (std::size_t i = 1; i < columns; ++i)
        row += ",?";
    row += ")";
    std::string text = " VALUES " + row;
    for (std::size_t i = 1; i < rows; ++i)
        text += "," + row;
    return text;
}

}  // namespace

Result<GroupInsert> GroupInsert::prepare(
    Sqlite& database, const std::string& into, std::size_t columns)
{
    auto group = TRY(database.prepare(into + values(rows_of_a_group, columns)));
    auto single = TRY(database.prepare(into + values(1, columns)));
    return GroupInsert {std::move(group), std::move(single), columns};
}

}  // namespace hive
