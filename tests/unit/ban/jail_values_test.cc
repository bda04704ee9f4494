#include "daemons/ban/jail_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

struct SpanCase {
    const char* name;
    const char* text;
    std::int64_t seconds;
};
class Spans : public testing::TestWithParam<SpanCase> { };

TEST_P(Spans, AreSumsOfTerms)
{
    EXPECT_EQ(parse_span(GetParam().text).value().count(), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Table, Spans,
    testing::Values(SpanCase {"Seconds", "600", 600}, SpanCase {"Minutes", "10m", 600},
        SpanCase {"Words", "1hour 30 minutes", 5400}, SpanCase {"Joined", "1d12h", 129'600},
        SpanCase {"Sum", "1hour+30min", 5400}, SpanCase {"Difference", "1year-6mo", 15'778'800},
        SpanCase {"Product", "5*60", 300}, SpanCase {"Weeks", "2 weeks", 1'209'600},
        SpanCase {"ForGood", "-1", -1}, SpanCase {"Capitals", "1H", 3600},
        SpanCase {"Fraction", "1.5h", 5400}),
    [](const auto& param) { return param.param.name; });

TEST(Spans, AreNotGuessedAt)
{
    for (const auto* text : {"", "soon", "5 parsecs", "5 *", "1/0", "9e99"})
        EXPECT_FALSE(parse_span(text)) << text;
}

TEST(Actions, MayGoOnOverLines)
{
    EXPECT_THAT(split_actions("a[x=\"1 2\",\n  y=3]\n b c[z=']']"),
        ElementsAre("a[x=\"1 2\",\n  y=3]", "b", "c[z=']']"));
}

TEST(Factors, MayBeQuotients)
{
    EXPECT_DOUBLE_EQ(parse_factor("2.0 / 4").value(), .5);
    EXPECT_FALSE(parse_factor("x"));
}

}  // namespace
}  // namespace hive
