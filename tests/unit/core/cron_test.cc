#include "supervisor/core/cron.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

/// Monday, 16 March 2026, 08:30.
std::tm monday()
{
    std::tm time {};
    time.tm_min = 30;
    time.tm_hour = 8;
    time.tm_mday = 16;
    time.tm_mon = 2;
    time.tm_wday = 1;
    return time;
}

struct Row {
    const char* name;
    const char* spec;
    bool is_due;
};

class Cron : public testing::TestWithParam<Row> { };

TEST_P(Cron, IsDueOnMondayMorningAsCrontabSays)
{
    const auto spec = parse_cron(GetParam().spec);
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(is_due(*spec, monday()), GetParam().is_due);
}

INSTANTIATE_TEST_SUITE_P(Cases, Cron,
    testing::Values(Row {"Always", "* * * * *", true}, Row {"Minute", "30 * * * *", true},
        Row {"OtherMinute", "31 * * * *", false}, Row {"Step", "*/15 * * * *", true},
        Row {"OtherStep", "*/7 * * * *", false}, Row {"Range", "* 8-18 * * 1-5", true},
        Row {"RangeWithStep", "* 8-18/2 * * *", true}, Row {"List", "0,30 * * * *", true},
        Row {"Weekend", "* * * * 6,7", false}, Row {"Month", "* * * 3 *", true},
        Row {"DayOrWeekday", "* * 1 * 1", true}, Row {"DayAlone", "* * 1 * *", false},
        Row {"FromOn", "25/5 * * * *", true}),
    [](const auto& row) { return row.param.name; });

TEST(CronSpec, TakesSevenAsSunday)
{
    auto sunday = monday();
    sunday.tm_wday = 0;
    EXPECT_TRUE(is_due(*parse_cron("* * * * 7"), sunday));
}

class RefusedCron : public testing::TestWithParam<const char*> { };

TEST_P(RefusedCron, IsAnError)
{
    EXPECT_FALSE(parse_cron(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Cases, RefusedCron,
    testing::Values("", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *",
        "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *", "1- * * * *"));

}  // namespace
}  // namespace hive
