#include "supervisor/portal/quantity.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace hive {
namespace {

struct SpanCase {
    std::string name;
    double seconds;
    std::string words;
};
class SpanText : public testing::TestWithParam<SpanCase> { };

TEST_P(SpanText, SaysTheTwoLargestUnits)
{
    EXPECT_EQ(span_text(WallSeconds {GetParam().seconds}), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(Spans, SpanText,
    testing::Values(SpanCase {"Negative", -3, "0 s"}, SpanCase {"Nothing", 0, "0 s"},
        SpanCase {"Fraction", 0.21, "0.2 s"}, SpanCase {"Whole", 3, "3 s"},
        SpanCase {"AlmostTen", 9.96, "9 s"}, SpanCase {"Seconds", 47.9, "47 s"},
        SpanCase {"OneMinute", 60, "1 min"}, SpanCase {"Minutes", 725, "12 min 5 s"},
        SpanCase {"OneHour", 3600, "1 h"}, SpanCase {"Hours", 7500, "2 h 5 min"},
        SpanCase {"OneDay", 86400, "1 d"},
        SpanCase {"Days", 41 * 86400 + 3 * 3600 + 59, "41 d 3 h"}),
    [](const auto& row) { return row.param.name; });

class LocalTime : public testing::Test {
protected:
    void SetUp() override
    {
        ::setenv("TZ", "AEST-10", 1);
        ::tzset();
    }
    void TearDown() override
    {
        ::unsetenv("TZ");
        ::tzset();
    }
    static constexpr double may_29_at_15_45_01 = 1780033501;  // 2026, in AEST
};

TEST_F(LocalTime, OfTodayIsATimeOfDay)
{
    const WallTime time = wall_time(may_29_at_15_45_01);
    EXPECT_EQ(moment_text(time, time + std::chrono::hours {8}), "15:45:01");
}

TEST_F(LocalTime, OfAnotherDayHasTheDay)
{
    const WallTime time = wall_time(may_29_at_15_45_01);
    EXPECT_EQ(moment_text(time, time + std::chrono::hours {9}), "29 May 15:45:01");
}

TEST_F(LocalTime, OfAnotherYearHasTheYear)
{
    const WallTime time = wall_time(may_29_at_15_45_01);
    EXPECT_EQ(moment_text(time, time + std::chrono::hours {24 * 300}), "29 May 2026 15:45:01");
}

TEST(WallTime, IsClampedToWhatTheClockHolds)
{
    EXPECT_EQ(epoch_seconds(wall_time(-5)), 0);
    EXPECT_EQ(epoch_seconds(wall_time(1e300)), 9e9);
}

TEST(Quantities, AreSaidWithOneDecimal)
{
    EXPECT_EQ(decimal_text(14.84), "14.8");
    EXPECT_EQ(decimal_text(-0.01), "0.0");
    EXPECT_EQ(megabytes_text(31'240), "31.2");
    EXPECT_EQ(milliseconds_text(0.26), "0.3");
    EXPECT_EQ(milliseconds_text(123.4), "123");
    EXPECT_EQ(milliseconds_text(std::nullopt), "–");
}

}  // namespace
}  // namespace hive
