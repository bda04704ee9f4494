#include "lib/csv_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

TEST(CsvLine, IsSplitAtCommas)
{
    EXPECT_THAT(split_csv_line("a,,c\r"), ElementsAre("a", "", "c"));
    EXPECT_THAT(split_csv_line(""), ElementsAre(""));
    EXPECT_THAT(split_csv_line("a,"), ElementsAre("a", ""));
}

TEST(CsvLine, KeepsCommasInQuotes)
{
    EXPECT_THAT(split_csv_line(R"("a,b","say ""hi""",c)"), ElementsAre("a,b", R"(say "hi")", "c"));
}

TEST(CsvLine, TakesAnOpenQuoteToTheEnd)
{
    EXPECT_THAT(split_csv_line(R"(a,"b,c)"), ElementsAre("a", "b,c"));
}

TEST(CsvLine, QuotesWhatWouldBeTakenApart)
{
    EXPECT_EQ(csv_quoted("plain"), "plain");
    EXPECT_THAT(split_csv_line(csv_quoted(R"(a,"b)")), ElementsAre(R"(a,"b)"));
}

}  // namespace
}  // namespace hive
