#include "daemons/sync/csv.h"

#include <cmath>

#include <gtest/gtest.h>

namespace hive {
namespace {

struct RecordCase {
    const char* name;
    std::string text;
    std::vector<std::string> fields;
    std::size_t left;  // bytes behind the record
};
class Record : public testing::TestWithParam<RecordCase> { };
TEST_P(Record, IsTakenOffTheFront)
{
    const auto record = parse_csv_record(GetParam().text).value();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->fields, GetParam().fields);
    EXPECT_EQ(GetParam().text.size() - record->size, GetParam().left);
}
INSTANTIATE_TEST_SUITE_P(Texts, Record,
    testing::Values(RecordCase {"Plain", "1,Alder,34.5\n2", {"1", "Alder", "34.5"}, 1},
        RecordCase {"WindowsLineEnd", "1,2\r\n", {"1", "2"}, 0},
        RecordCase {"Empty", "\n", {""}, 0}, RecordCase {"EmptyFields", ",,\n", {"", "", ""}, 0},
        RecordCase {"Quoted", "\"a,b\",c\n", {"a,b", "c"}, 0},
        RecordCase {"QuotedAtTheEnd", "a,\"b\"\r\nx", {"a", "b"}, 1},
        RecordCase {"LineEndInQuotes", "\"a\nb\"\n", {"a\nb"}, 0},
        RecordCase {"DoubledMarks", "\"a \"\"b\"\" c\"\n", {"a \"b\" c"}, 0},
        RecordCase {"MarkInAPlainField", "a\"b\n", {"a\"b"}, 0}),
    [](const auto& test) { return test.param.name; });

class Unfinished : public testing::TestWithParam<const char*> { };
TEST_P(Unfinished, IsNoRecordYet)
{
    const auto record = parse_csv_record(GetParam());
    ASSERT_TRUE(record);
    EXPECT_FALSE(*record);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Unfinished, testing::Values("", "1,2", "\"a\nb", "\"a\"", "\"a\"\r", "1,\"a\"\""));

TEST(CsvRecord, HasNothingBehindAClosingMark)
{
    EXPECT_FALSE(parse_csv_record("\"a\"b\n"));
}

TEST(CsvRecord, IsNoLongerThanTheLimit)
{
    EXPECT_FALSE(parse_csv_record("\"" + std::string(longest_record, 'a')));
}

TEST(CsvNumber, IsANumberNothingOrNotANumber)
{
    EXPECT_EQ(csv_number("-12.5"), -12.5);
    EXPECT_EQ(csv_number(""), std::nullopt);
    EXPECT_EQ(csv_number("\\N"), std::nullopt);
    EXPECT_EQ(csv_number("NULL"), std::nullopt);
    EXPECT_TRUE(std::isnan(csv_number("warm").value()));
}

}  // namespace
}  // namespace hive
