#include "daemons/chart/sample_step.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

std::int64_t median_of(std::initializer_list<std::int64_t> times)
{
    SampleStep step;
    for (const auto time : times)
        step.add(time);
    return step.median();
}

TEST(SampleStep, IsZeroWithoutTwoSamples)
{
    EXPECT_EQ(median_of({}), 0);
    EXPECT_EQ(median_of({100}), 0);
}

TEST(SampleStep, IsNotMovedByAGap)
{
    EXPECT_EQ(median_of({0, 900, 1800, 100'000, 100'900}), 900);
}

TEST(SampleStep, CountsSamplesOfOneSecondOnce)
{
    EXPECT_EQ(median_of({0, 0, 0, 0, 60, 60, 60, 120}), 60);
}

TEST(SampleStep, TakesTheLowerOfTwoMiddleSteps)
{
    EXPECT_EQ(median_of({0, 10, 30}), 10);
}

}  // namespace
}  // namespace hive
