#include "tools/hive-sample/signal.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr std::int64_t january_noon = 1'736'942'400;  // 2025-01-15
constexpr std::int64_t july_noon = 1'752'580'800;  // 2025-07-15
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

double mean(const SignalModel& model, std::int64_t from, double Signals::* value)
{
    double sum = 0;
    constexpr int samples = 14 * 24;
    for (int i = 0; i < samples; ++i)
        sum += model.at(0, from + i * hour).*value;
    return sum / samples;
}

std::size_t bin_of(double hertz)
{
    return static_cast<std::size_t>(hertz / bin_hertz);
}

/// Amplitude at a frequency over an hour, so that the hiss evens out.
double amplitude(const SignalModel& model, std::int64_t from, double hertz)
{
    double sum = 0;
    for (int minute = 0; minute < 60; ++minute)
        sum += model.at(0, from + minute * 60).bins[bin_of(hertz)];
    return sum / 60;
}

TEST(SignalModel, GivesTheSameForTheSameSeedApiaryAndTime)
{
    const auto one = SignalModel {7}.at(3, july_noon);
    const auto other = SignalModel {7}.at(3, july_noon);
    EXPECT_EQ(one.internal, other.internal);
    EXPECT_EQ(one.external, other.external);
    EXPECT_EQ(one.bins, other.bins);
}

TEST(SignalModel, GivesOtherSignalsForAnotherSeedOrApiary)
{
    const auto bins = SignalModel {7}.at(3, july_noon).bins;
    EXPECT_NE(bins, SignalModel {8}.at(3, july_noon).bins);
    EXPECT_NE(bins, SignalModel {7}.at(4, july_noon).bins);
}

TEST(SignalModel, IsWarmInSummerAndColdInWinter)
{
    const SignalModel model {1};
    EXPECT_GT(mean(model, july_noon, &Signals::external),
        mean(model, january_noon, &Signals::external) + 8);
}

TEST(SignalModel, IsWarmerInTheAfternoonThanBeforeDawn)
{
    const SignalModel model {1};
    double afternoon = 0;
    double dawn = 0;
    for (int i = 0; i < 14; ++i) {
        afternoon += model.at(0, july_noon + i * day + 3 * hour).external;
        dawn += model.at(0, july_noon + i * day - 9 * hour).external;
    }
    EXPECT_GT(afternoon / 14, dawn / 14 + 8);
}

TEST(SignalModel, HoldsTheBroodNestNear35DegreesInSeason)
{
    const SignalModel model {1};
    for (int i = 0; i < 14 * 24; ++i)
        EXPECT_NEAR(model.at(0, july_noon + i * hour).internal, 35, 1.5);
}

TEST(SignalModel, LetsTheWinterClusterCool)
{
    EXPECT_LT(mean(SignalModel {1}, january_noon, &Signals::internal), 26);
}

TEST(SignalModel, HumsAtTheWingBeatAndItsHarmonics)
{
    const SignalModel model {1};
    const double quiet = amplitude(model, july_noon, 900);
    EXPECT_GT(amplitude(model, july_noon, 250), quiet + 80);
    EXPECT_GT(amplitude(model, july_noon, 500), quiet + 50);
    EXPECT_GT(amplitude(model, july_noon, 250), amplitude(model, january_noon, 250) + 30);
}

TEST(SignalModel, SwarmsInSpring)
{
    const SignalModel model {1};
    for (int apiary = 0; apiary < 50; ++apiary) {
        const auto day_of_year
            = (model.swarm_near(apiary, july_noon) - 1'735'689'600) / day;  // since 1 January
        EXPECT_GE(day_of_year, 116);
        EXPECT_LE(day_of_year, 160);
    }
}

TEST(SignalModel, PipesTheDayBeforeTheSwarm)
{
    const SignalModel model {1};
    const auto swarm = model.swarm_near(0, july_noon);
    EXPECT_GT(amplitude(model, swarm - day, 445), amplitude(model, swarm - 8 * day, 445) + 40);
}

TEST(SignalModel, WarmsAndRoarsAsTheBeesLeaveAndCoolsAfter)
{
    const SignalModel model {1};
    const auto swarm = model.swarm_near(0, july_noon);
    EXPECT_GT(model.at(0, swarm).internal, model.at(0, swarm - 5 * hour).internal + 0.8);
    EXPECT_GT(
        model.at(0, swarm).bins[bin_of(560)], model.at(0, swarm - day).bins[bin_of(560)] + 60);
    EXPECT_LT(model.at(0, swarm + 12 * hour).internal, model.at(0, swarm - 5 * day).internal);
}

TEST(SignalModel, StaysWithinTheRangeOfTheSensor)
{
    const SignalModel model {1};
    const auto swarm = model.swarm_near(0, july_noon);
    for (int minute = -120; minute < 120; ++minute)
        for (const float value : model.at(0, swarm + minute * 60).bins)
            ASSERT_TRUE(value >= -128 && value <= 127);
}

}  // namespace
}  // namespace hive
