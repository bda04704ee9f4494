#include "daemons/sync/roll.h"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

TEST(Roll, HoldsCountBoundsAndMeanOfEachTemperature)
{
    Roll roll;
    roll.add({.time = 1, .internal = 34, .external = std::nullopt, .bins = {}});
    roll.add({.time = 2, .internal = 30, .external = -4, .bins = {}});
    EXPECT_EQ(roll.count(), 2);
    EXPECT_EQ(roll.internal().count, 2);
    EXPECT_EQ(roll.internal().min, 30);
    EXPECT_EQ(roll.internal().max, 34);
    EXPECT_EQ(roll.internal().mean(), 32);
    EXPECT_EQ(roll.external().count, 1);
    EXPECT_EQ(roll.external().max, -4);
    EXPECT_FALSE(roll.bins());
}

TEST(Roll, HoldsMeanAndMaximumOfEachBinThatHasAValue)
{
    Roll roll;
    roll.add({.time = 1, .bins = std::array {1.0F, none, none}});
    roll.add({.time = 2, .bins = std::array {4.0F, -3.0F, none}});
    const auto bins = roll.bins();
    ASSERT_TRUE(bins);
    EXPECT_EQ(bins->mean[0], 2.5F);
    EXPECT_EQ(bins->max[0], 4);
    EXPECT_EQ(bins->mean[1], -3);
    EXPECT_TRUE(std::isnan(bins->mean[2]) && std::isnan(bins->max[2]));
}

TEST(Roll, HasAsManyBinsAsTheLargestSpectrum)
{
    Roll roll;
    roll.add({.time = 1, .bins = std::array {1.0F, 2.0F}});
    roll.add({.time = 2, .bins = std::array {3.0F}});
    const auto bins = roll.bins();
    ASSERT_TRUE(bins);
    EXPECT_EQ(bins->mean, (std::vector {2.0F, 2.0F}));
}

TEST(Roll, KeepsFurtherSeriesApart)
{
    Roll roll;
    roll.add(ExtraValue {.series = 7, .value = 10});
    roll.add(ExtraValue {.series = 7, .value = 20});
    roll.add(ExtraValue {.series = 9, .value = -1});
    ASSERT_EQ(roll.extras().size(), 2U);
    EXPECT_EQ(roll.extras().at(7).mean(), 15);
    EXPECT_EQ(roll.extras().at(9).count, 1);
}

}  // namespace
}  // namespace hive
