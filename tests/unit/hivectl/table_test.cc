#include "tools/hivectl/table.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Table, AlignsItsColumns)
{
    Table table {{{"NAME"}, {"N", Align::right}, {"TEXT"}}};
    table.add({{.text = "hive-proxy"}, {.text = "5"}, {.text = "serving"}});
    table.add({{.text = "x"}, {.text = "1234"}, {.text = ""}});
    EXPECT_EQ(table.text(false),
        "NAME           N  TEXT\n"
        "hive-proxy     5  serving\n"
        "x           1234\n");
}

TEST(Table, CountsALetterOfSeveralBytesAsOnePlace)
{
    Table table {{{"STATE"}, {"N"}}};
    table.add({{.text = "⬢ é"}, {.text = "1"}});
    EXPECT_EQ(table.text(false), "STATE  N\n⬢ é    1\n");
}

TEST(Table, DressesOnlyForATerminal)
{
    Table table {{{"A"}}};
    table.add({{.text = "bad", .style = "\x1b[31m"}});
    EXPECT_EQ(table.text(true), "\x1b[2mA\x1b[0m\n\x1b[31mbad\x1b[0m\n");
    EXPECT_EQ(table.text(false), "A\nbad\n");
}

TEST(Printable, LeavesNothingThatMovesACursor)
{
    EXPECT_EQ(printable("a\x1b[2Jb\r\nü"), "a?[2Jb??ü");
}

struct Row {
    const char* name;
    double seconds;
    const char* text;
};

class SpanText : public testing::TestWithParam<Row> { };

TEST_P(SpanText, HasTheLargestUnitThatFits)
{
    EXPECT_EQ(span_text(GetParam().seconds), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Rows, SpanText,
    testing::Values(Row {"Negative", -3, "0.0 s"}, Row {"Tenths", 0.44, "0.4 s"},
        Row {"Seconds", 42.9, "42 s"}, Row {"NinetySeconds", 90, "90 s"},
        Row {"Minutes", 12 * 60, "12 min"}, Row {"NinetyMinutes", 90 * 60, "90 min"},
        Row {"Hours", 6.5 * 3600, "6 h"}, Row {"Days", 41.2 * 86400, "41 d"}),
    [](const auto& row) { return row.param.name; });

TEST(MemoryText, HasThreeUnits)
{
    EXPECT_EQ(memory_text(812), "812 kB");
    EXPECT_EQ(memory_text(31949), "31.2 MB");
    EXPECT_EQ(memory_text(3.0 * 1024 * 1024), "3.00 GB");
}

TEST(CountText, PartsTheThousands)
{
    EXPECT_EQ(count_text(0), "0");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(1000), "1 000");
    EXPECT_EQ(count_text(12345678), "12 345 678");
    EXPECT_EQ(count_text(-123456), "-123 456");
}

TEST(TimeText, IsLocalTime)
{
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    EXPECT_EQ(time_text(1780069501.9), "2026-05-29 15:45:01");
    EXPECT_EQ(time_text(0), "");
}

}  // namespace
}  // namespace hive
