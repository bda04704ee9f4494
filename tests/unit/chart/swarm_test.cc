#include "daemons/chart/swarm.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

using Outlook = Verdict::Outlook;
constexpr std::int64_t now = 1'000'000;

/// A day of quarters of an hour around `usual`, and an hour at `newest`.
std::vector<Reading> day(double usual, double newest)
{
    std::vector<Reading> readings;
    for (std::int64_t i = 99; i >= 0; --i)
        readings.push_back(
            {now - i * 900, i < 4 ? newest : usual + 0.1 * static_cast<double>(i % 3 - 1)});
    return readings;
}

struct Case {
    const char* name;
    SwarmReadings readings;
    Outlook outlook;
    const char* why;
};

class Swarm : public testing::TestWithParam<Case> { };

TEST_P(Swarm, NeedsTwoSigns)
{
    const auto verdict = judge_swarm(GetParam().readings, now);
    EXPECT_EQ(verdict.outlook, GetParam().outlook);
    EXPECT_EQ(verdict.why, GetParam().why);
}

INSTANTIATE_TEST_SUITE_P(Signs, Swarm,
    testing::Values(
        Case {"all", {day(35, 36.5), day(-80, -20), day(40, 38)}, Outlook::fire,
            "3 of 3 signs: temperature (°C) +1.5, sound of 350-650 Hz (deviations) +734.8, "
            "weight lost (kg) +2.0"},
        Case {"heat_and_loss", {day(35, 36.5), {}, day(40, 38)}, Outlook::fire,
            "2 of 3 signs: temperature (°C) +1.5, sound of 350-650 Hz (deviations) unknown, "
            "weight lost (kg) +2.0"},
        Case {"heat_alone", {day(35, 36.5), day(-80, -80), {}}, Outlook::quiet,
            "1 of 3 signs: temperature (°C) +1.5, sound of 350-650 Hz (deviations) +0.0, "
            "weight lost (kg) unknown"},
        Case {"a_usual_day", {day(35, 35), day(-80, -80), day(40, 40)}, Outlook::quiet,
            "0 of 3 signs: temperature (°C) +0.0, sound of 350-650 Hz (deviations) +0.0, "
            "weight lost (kg) +0.0"},
        Case {"no_temperature", {{}, day(-80, -20), day(40, 38)}, Outlook::unknown,
            "there is no recent temperature"}),
    [](const auto& row) { return row.param.name; });

TEST(SwarmBand, IsTheMeanOfItsBins)
{
    std::vector<float> amplitudes(64, 0.F);
    for (std::size_t bin = 22; bin <= 41; ++bin)  // 351.6 to 648.4 Hz
        amplitudes[bin] = 10.F;
    EXPECT_DOUBLE_EQ(band_level(amplitudes, 15.625), 10);
    EXPECT_TRUE(std::isnan(band_level(amplitudes, 2000)));
}

}  // namespace
}  // namespace hive
