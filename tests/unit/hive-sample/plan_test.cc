#include "tools/hive-sample/plan.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;  // a multiple of 900

TEST(Plan, EndsBeforeNow)
{
    const auto plan = plan_rows({.rows = 25}, {}, now + 123);
    EXPECT_EQ(plan.count, 25);
    EXPECT_EQ(plan.rows.first_id, 1);
    EXPECT_EQ(plan.rows.first_time, now - 3 * 900);  // three slots of ten apiaries
}

TEST(Plan, MakesThirtyDaysOfTenApiariesWhenNothingIsAskedFor)
{
    const auto plan = plan_rows({}, {}, now);
    EXPECT_EQ(plan.count, 30 * 96 * 10);
    EXPECT_EQ(plan.rows.first_time, now - 30 * 86400);
}

TEST(Plan, TakesDaysApiariesAndEnd)
{
    const auto plan = plan_rows({.days = 2, .apiaries = 3, .end = now - 86400}, {}, now);
    EXPECT_EQ(plan.count, 2 * 96 * 3);
    EXPECT_EQ(plan.rows.first_time, now - 3 * 86400);
}

TEST(Plan, MakesARowOfEachApiaryEvenWhenTheIntervalIsLongerThanTheDays)
{
    Arguments arguments {.days = 1};
    arguments.plan.interval = 86400;
    EXPECT_EQ(plan_rows(arguments, {}, now).count, 10);
}

TEST(Plan, GoesOnBehindTheTableUntilNow)
{
    const TableState table {
        .rows = 40, .last_id = 77, .last_time = now - 4 * 900 + 21, .apiaries = 4};
    const auto plan = plan_rows({}, table, now);
    EXPECT_EQ(plan.rows.first_id, 78);
    EXPECT_EQ(plan.rows.apiaries, 4);
    EXPECT_EQ(plan.rows.first_time, now - 3 * 900);
    EXPECT_EQ(plan.count, 3 * 4);
}

TEST(Plan, HasNothingToAddToATableThatReachesNow)
{
    const TableState table {.rows = 4, .last_id = 4, .last_time = now + 50, .apiaries = 4};
    EXPECT_EQ(plan_rows({}, table, now).count, 0);
}

TEST(Plan, AddsAsManyRowsAsAskedFor)
{
    const TableState table {.rows = 4, .last_id = 4, .last_time = now, .apiaries = 4};
    const auto plan = plan_rows({.rows = 10}, table, now);
    EXPECT_EQ(plan.count, 10);
    EXPECT_EQ(plan.rows.first_time, now + 900);
}

TEST(LivePlan, IsARowOfEachApiaryNow)
{
    const TableState table {.rows = 4, .last_id = 9, .last_time = now - 5, .apiaries = 4};
    const auto plan = plan_live({.live = std::chrono::seconds {5}}, table, now);
    EXPECT_EQ(plan.count, 4);
    EXPECT_EQ(plan.rows.first_id, 10);
    EXPECT_EQ(plan.rows.first_time, now);
}

}  // namespace
}  // namespace hive
