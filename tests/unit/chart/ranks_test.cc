#include "daemons/chart/ranks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

TEST(Ranks, AreNearestRanks)
{
    const std::vector<float> values {30, 10, nan, 20, 40};
    const Ranks ranks {values};
    EXPECT_EQ(ranks.at(0.5), 20.F);
    EXPECT_EQ(ranks.at(0.51), 30.F);
    EXPECT_EQ(ranks.at(0), 10.F);
    EXPECT_EQ(ranks.at(1), 40.F);
}

TEST(Ranks, OfNothingAreNoNumber)
{
    EXPECT_TRUE(std::isnan(Ranks {{}}.at(0.5)));
    const std::vector<float> values {nan, nan};
    EXPECT_TRUE(std::isnan(Ranks {values}.at(0.5)));
}

TEST(Ranks, KnowThatZeroHasTwoSigns)
{
    const std::vector<float> values {-0.F, 0.F, -0.F, 1.F};
    EXPECT_EQ(Ranks {values}.at(0.75), 0.F);
    EXPECT_EQ(Ranks {values}.at(1), 1.F);
}

/// Each seed makes other values: of one bucket, of many, below and above zero, without end.
class RanksOfMany : public testing::TestWithParam<unsigned> { };

TEST_P(RanksOfMany, AreThoseOfTheSortedValues)
{
    std::mt19937 random {GetParam()};
    std::normal_distribution<float> normal {
        0, std::ldexp(1.F, static_cast<int>(GetParam()) * 4 - 20)};
    std::vector<float> values(10'000);
    std::ranges::generate(values, [&] { return normal(random); });
    values[17] = std::numeric_limits<float>::infinity();
    values[18] = -std::numeric_limits<float>::infinity();
    auto sorted = values;
    std::ranges::sort(sorted);
    const Ranks ranks {values};
    for (const double share : {0.0001, 0.01, 0.3, 0.5, 0.995, 1.0})
        EXPECT_EQ(ranks.at(share), sorted[static_cast<std::size_t>(std::ceil(share * 10'000)) - 1]);
}

INSTANTIATE_TEST_SUITE_P(Scales, RanksOfMany, testing::Range(0U, 10U));

}  // namespace
}  // namespace hive
