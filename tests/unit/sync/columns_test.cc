#include "daemons/sync/columns.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace hive {
namespace {

std::vector<RemoteColumn> usual_table()
{
    std::vector<RemoteColumn> columns {{"id", "bigint"}, {"apiary_id", "int"},
        {"apiary_name", "varchar"}, {"timestamp", "bigint"},
        {"bme680_internal_temperature", "double"}, {"bme680_external_temperature", "float"}};
    for (std::size_t bin = 1; bin <= fft_bins; ++bin)
        columns.push_back({fmt::format("fft_bin{}", bin), "tinyint"});
    return columns;
}

void rename(std::vector<RemoteColumn>& columns, std::string_view from, std::string to)
{
    std::ranges::find(columns, from, &RemoteColumn::name)->name = std::move(to);
}

TEST(Columns, AreFoundByTheirUsualNames)
{
    const auto columns = resolve_columns({}, usual_table()).value();
    EXPECT_EQ(columns.id, "id");
    EXPECT_EQ(columns.apiary, "apiary_name");
    EXPECT_EQ(columns.time, "timestamp");
    EXPECT_EQ(columns.internal, "bme680_internal_temperature");
    EXPECT_EQ(columns.external, "bme680_external_temperature");
    EXPECT_EQ(columns.bins[0], "fft_bin1");
    EXPECT_EQ(columns.bins[63], "fft_bin64");
}

TEST(Columns, AreFoundByMappedNames)
{
    auto table = usual_table();
    rename(table, "timestamp", "measured_at");
    EXPECT_EQ(
        resolve_columns({.columns = {.time = "measured_at"}}, table).value().time, "measured_at");
}

TEST(Columns, AreSpeltAsTheTableSpellsThem)
{
    auto table = usual_table();
    rename(table, "id", "ID");
    EXPECT_EQ(resolve_columns({}, table).value().id, "ID");
}

TEST(Columns, FallBackToTheNumberOfTheApiary)
{
    auto table = usual_table();
    rename(table, "apiary_name", "comment");
    EXPECT_EQ(resolve_columns({}, table).value().apiary, "apiary_id");
}

TEST(Columns, DoNotFallBackWhenTheApiaryIsMapped)
{
    auto table = usual_table();
    rename(table, "apiary_name", "comment");
    EXPECT_FALSE(resolve_columns({.columns = {.apiary = "apiary_name"}}, table));
}

TEST(Columns, ThatAreMissingAreAllNamedWithThoseThereAre)
{
    auto table = usual_table();
    table.erase(table.begin() + 8);  // fft_bin3
    rename(table, "timestamp", "time");
    const auto columns = resolve_columns({}, table);
    ASSERT_FALSE(columns);
    EXPECT_EQ(columns.error().message(),
        "table sync_data: has no column timestamp, fft_bin3 (its columns: id, apiary_id, "
        "apiary_name, time, bme680_internal_temperature, bme680_external_temperature, "
        "fft_bin1..fft_bin2, fft_bin4..fft_bin64)");
}

TEST(Columns, OfAnEmptyListMeanThereIsNoTable)
{
    EXPECT_EQ(
        resolve_columns({.table = "nowhere"}, {}).error().message(), "there is no table nowhere");
}

struct TypeCase {
    const char* name;
    const char* column;
    const char* type;
    const char* message;
};
class WrongType : public testing::TestWithParam<TypeCase> { };
TEST_P(WrongType, IsNamed)
{
    auto table = usual_table();
    std::ranges::find(table, GetParam().column, &RemoteColumn::name)->type = GetParam().type;
    const auto columns = resolve_columns({}, table);
    ASSERT_FALSE(columns);
    EXPECT_TRUE(columns.error().message().contains(GetParam().message))
        << columns.error().message();
}
INSTANTIATE_TEST_SUITE_P(Table, WrongType,
    testing::Values(
        TypeCase {"TextId", "id", "varchar", "column id is varchar, not a whole number"},
        TypeCase {"RealId", "id", "double", "column id is double, not a whole number"},
        TypeCase {
            "BinaryTime", "timestamp", "blob", "column timestamp is blob, not a number or a date"},
        TypeCase {"TextBin", "fft_bin9", "TEXT", "column fft_bin9 is TEXT, not a number"},
        TypeCase {"EnumBin", "fft_bin9", "enum", "column fft_bin9 is enum, not a number"}),
    [](const auto& test) { return test.param.name; });

TEST(Columns, OfAnUnknownTypeAreTaken)
{
    auto table = usual_table();
    for (auto& column : table)
        column.type = "";
    EXPECT_TRUE(resolve_columns({}, table));
}

TEST(Columns, BeyondTheMappedOnesAreFurtherSeriesWhenTheyAreNumbers)
{
    auto table = usual_table();
    table.push_back({"weight", "float"});
    table.push_back({"comment", "text"});
    table.push_back({"humidity", "decimal"});
    EXPECT_EQ(resolve_columns({}, table).value().extras,
        (std::vector<std::string> {"weight", "humidity"}));
    EXPECT_TRUE(resolve_columns({.has_extras = false}, table).value().extras.empty());
}

TEST(Columns, MayHaveAnyNumberOfBins)
{
    auto table = usual_table();
    EXPECT_EQ(resolve_columns({.bins = 16}, table).value().bins.size(), 16U);
    const auto columns = resolve_columns({.bins = 66}, table);
    ASSERT_FALSE(columns);
    EXPECT_TRUE(columns.error().message().contains("has no column fft_bin65..fft_bin66"));
}

struct TimeCase {
    const char* name;
    const char* type;
    const char* sql;
};
class TimeColumn : public testing::TestWithParam<TimeCase> { };
TEST_P(TimeColumn, IsReadAsAWholeNumber)
{
    auto table = usual_table();
    std::ranges::find(table, "timestamp", &RemoteColumn::name)->type = GetParam().type;
    EXPECT_EQ(time_sql(resolve_columns({}, table).value()), GetParam().sql);
}
INSTANTIATE_TEST_SUITE_P(Types, TimeColumn,
    testing::Values(TimeCase {"Whole", "bigint", "`timestamp`"},
        TimeCase {"Fraction", "decimal", "CAST(FLOOR(`timestamp`) AS SIGNED)"},
        TimeCase {"Date", "datetime", "TIMESTAMPDIFF(SECOND,'1970-01-01 00:00:00',`timestamp`)"}),
    [](const auto& test) { return test.param.name; });

TEST(SelectRows, ReadsUpwardsFromAnId)
{
    const auto columns = resolve_columns({}, usual_table()).value();
    const auto sql = select_rows_sql(columns, "sync_data", Quoting::backticks);
    EXPECT_TRUE(sql.starts_with("SELECT `id`, `apiary_name`, `timestamp`, "));
    EXPECT_TRUE(
        sql.ends_with("`fft_bin64` FROM `sync_data` WHERE `id` BETWEEN ? AND ? ORDER BY `id`"));
}

TEST(SelectRows, LetsNoNameLeaveItsQuotes)
{
    const Columns columns {.id = "a\"b"};
    EXPECT_EQ(count_rows_sql(columns, "t\"; --", Quoting::double_quotes),
        "SELECT COUNT(*) FROM \"t\"\"; --\" WHERE \"a\"\"b\" BETWEEN ? AND ?");
}

}  // namespace
}  // namespace hive
