#include "daemons/chart/decimate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr double from = 1'000'000;
constexpr double to = 1'100'000;

constexpr std::size_t line_series = 3;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Internal, external and their difference.
LinePoint line_point(std::int64_t time, double internal, double external)
{
    LinePoint point {.time = time, .values {}};
    point.values.fill(static_cast<float>(nothing));
    point.values[0] = static_cast<float>(internal);
    point.values[1] = static_cast<float>(external);
    point.values[2] = static_cast<float>(internal - external);
    return point;
}

/// Irregular samples with equal times, gaps, missing values and columns without any.
std::vector<LinePoint> random_samples(unsigned seed, std::size_t count)
{
    std::mt19937 random {seed};
    std::uniform_int_distribution<std::int64_t> time {1'000'000, 1'099'999};
    std::normal_distribution<double> noise {30, 5};
    std::bernoulli_distribution is_missing {0.2};
    std::vector<std::int64_t> times(count);
    for (auto& moment : times)
        moment = time(random);
    std::erase_if(times, [](auto moment) { return moment > 1'040'000 && moment < 1'060'000; });
    std::ranges::sort(times);
    std::vector<LinePoint> samples;
    for (const auto moment : times) {
        const auto value = [&] { return is_missing(random) ? nothing : std::round(noise(random)); };
        const auto internal = value();
        samples.push_back(line_point(moment, internal, value()));
    }
    return samples;
}

LineChart reduce(const std::vector<LinePoint>& samples, std::size_t width)
{
    LineReducer reducer {{from, to, width}, line_series};
    for (const auto& [time, values] : samples)
        reducer.add(time, std::vector<double>(values.begin(), values.begin() + line_series));
    return std::move(reducer).finish();
}

/// What a pixel column shows of one series.
struct Stroke {
    float first, lowest, highest, last;
    bool operator==(const Stroke&) const = default;
};

std::map<std::size_t, Stroke> strokes(
    const std::vector<LinePoint>& points, std::size_t series, std::size_t width)
{
    std::map<std::size_t, Stroke> columns;
    for (const auto& point : points) {
        const float value = point.values[series];
        if (std::isnan(value))
            continue;
        const auto column = static_cast<std::size_t>(
            (static_cast<double>(point.time) - from) * static_cast<double>(width) / (to - from));
        const auto [at, is_new] = columns.try_emplace(column, value, value, value, value);
        at->second.lowest = std::min(at->second.lowest, value);
        at->second.highest = std::max(at->second.highest, value);
        at->second.last = value;
    }
    return columns;
}

bool is_same(const LinePoint& left, const LinePoint& right)
{
    const auto same_value
        = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    return left.time == right.time && std::ranges::equal(left.values, right.values, same_value);
}

class Reduced : public testing::TestWithParam<unsigned> { };

TEST_P(Reduced, DrawsEveryColumnOfEverySeriesAsAllSamplesWould)
{
    const auto samples = random_samples(GetParam(), 5000);
    const auto chart = reduce(samples, 100);
    ASSERT_TRUE(chart.reduced);
    EXPECT_EQ(strokes(chart.points, 0, 100), strokes(samples, 0, 100));
    EXPECT_EQ(strokes(chart.points, 1, 100), strokes(samples, 1, 100));
    EXPECT_EQ(strokes(chart.points, 2, 100), strokes(samples, 2, 100));
}

TEST_P(Reduced, ConsistsOfSamplesInTheirOrder)
{
    const auto samples = random_samples(GetParam(), 5000);
    const auto chart = reduce(samples, 100);
    auto rest = samples.begin();
    for (const auto& point : chart.points) {
        rest = std::find_if(
            rest, samples.end(), [&](const auto& sample) { return is_same(sample, point); });
        ASSERT_NE(rest, samples.end()) << "made up or out of order at " << point.time;
        ++rest;
    }
}

TEST_P(Reduced, HasAtMostFourPointsAColumnAndSeries)
{
    const auto chart = reduce(random_samples(GetParam(), 5000), 100);
    EXPECT_LE(chart.points.size(), 100U * 4 * line_series);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Reduced, testing::Range(1U, 13U));

TEST(LineReducer, KeepsEverySampleUpToFourAColumn)
{
    std::vector<LinePoint> samples;
    for (std::int64_t i = 0; i < 40; ++i)
        samples.push_back(line_point(1'000'000 + i, 20.0, 10.0));
    const auto chart = reduce(samples, 10);
    EXPECT_FALSE(chart.reduced);
    EXPECT_EQ(chart.points.size(), 40U);
    EXPECT_EQ(chart.samples, 40);
    EXPECT_EQ(chart.step, 1);
}

TEST(LineReducer, ReducesFromTheNextSampleOn)
{
    std::vector<LinePoint> samples;
    for (std::int64_t i = 0; i < 41; ++i)
        samples.push_back(line_point(1'000'000 + i, 20.0, 10.0));
    const auto chart = reduce(samples, 10);
    EXPECT_TRUE(chart.reduced);
    EXPECT_EQ(chart.samples, 41);
    EXPECT_EQ(chart.points.size(), 2U);  // all in one column, all equal: first and last
}

TEST(LineReducer, AnswersAnEmptyRangeWithoutPoints)
{
    const auto chart = reduce({}, 10);
    EXPECT_FALSE(chart.reduced);
    EXPECT_TRUE(chart.points.empty());
    EXPECT_EQ(chart.samples, 0);
}

TEST(PixelScale, GivesTheFirstSecondOfAColumnToIt)
{
    const PixelScale scale {0, 10'000, 100};
    EXPECT_EQ(scale.column_of(2899), 28U);
    EXPECT_EQ(scale.column_of(2900), 29U);
}

TEST(PixelScale, PutsTheLastMomentIntoTheLastColumn)
{
    const PixelScale scale {0.1, 100.7, 333};
    EXPECT_EQ(scale.column_of(100), 330U);
    EXPECT_EQ(scale.column_of(1), 2U);
    const PixelScale fine {0, 3, 8192};
    EXPECT_EQ(fine.column_of(0), 0U);
    EXPECT_LT(fine.column_of(2), 8192U);
}

}  // namespace
}  // namespace hive
