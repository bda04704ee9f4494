#include "daemons/chart/spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "lib/readings_schema.h"

namespace hive {
namespace {

using Bins = std::array<float, fft_bins>;
constexpr float none = std::numeric_limits<float>::quiet_NaN();

Bins level(float value)
{
    Bins bins {};
    bins.fill(value);
    return bins;
}

struct Timed {
    std::int64_t time;
    Bins bins;
};

Spectrogram build(
    const std::vector<Timed>& samples, PixelScale scale, Aggregate aggregate = Aggregate::mean)
{
    SpectrogramBuilder builder {scale, aggregate, fft_bins};
    for (const auto& [time, bins] : samples)
        builder.add(time, bins);
    return std::move(builder).finish();
}

/// The first bin of each column.
std::vector<float> first_bins(const Spectrogram& spectrogram)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < spectrogram.values.size(); i += fft_bins)
        values.push_back(spectrogram.values[i]);
    return values;
}

TEST(Spectrogram, TakesTheMeanOfEachColumn)
{
    const auto chart = build({{0, level(1)}, {1, level(4)}, {10, level(7)}}, {0, 20, 2});
    EXPECT_EQ(first_bins(chart), (std::vector {2.5F, 7.F}));
    EXPECT_EQ(chart.counts, (std::vector<std::uint32_t> {2, 1}));
    EXPECT_EQ(chart.samples, 3);
}

TEST(Spectrogram, TakesTheMaximumOfEachColumn)
{
    const auto chart
        = build({{0, level(-9)}, {1, level(-4)}, {10, level(7)}}, {0, 20, 2}, Aggregate::max);
    EXPECT_EQ(first_bins(chart), (std::vector {-4.F, 7.F}));
}

TEST(Spectrogram, HoldsTheBinsOfOneColumnTogether)
{
    Bins rising {};
    for (std::size_t bin = 0; bin < fft_bins; ++bin)
        rising[bin] = static_cast<float>(bin);
    const auto chart = build({{15, rising}}, {0, 20, 2});
    EXPECT_TRUE(std::ranges::equal(std::span {chart.values}.subspan(fft_bins), rising));
}

TEST(Spectrogram, LeavesOutMissingBinsOfAMean)
{
    Bins partly = level(6);
    partly[0] = none;
    const auto chart = build({{0, level(2)}, {1, partly}}, {0, 10, 1});
    EXPECT_EQ(chart.values[0], 2.F);
    EXPECT_EQ(chart.values[1], 4.F);
}

TEST(Spectrogram, HasNoDataForABinThatNoSampleHad)
{
    Bins partly = level(6);
    partly[5] = none;
    const auto chart = build({{0, partly}}, {0, 10, 1}, Aggregate::max);
    EXPECT_TRUE(std::isnan(chart.values[5]));
    EXPECT_EQ(chart.values[6], 6.F);
}

TEST(Spectrogram, RepeatsASampleUntilTheNextOfItsRow)
{
    // A sample every 10 s on columns of 5 s: every second column has none of its own.
    const auto chart = build({{0, level(1)}, {10, level(2)}, {20, level(3)}}, {0, 30, 6});
    EXPECT_EQ(first_bins(chart), (std::vector {1.F, 1.F, 2.F, 2.F, 3.F, 3.F}));
    EXPECT_EQ(chart.counts, (std::vector<std::uint32_t> {1, 0, 1, 0, 1, 0}));
}

TEST(Spectrogram, LeavesAGapWithoutData)
{
    const auto chart
        = build({{0, level(1)}, {10, level(2)}, {20, level(3)}, {80, level(9)}, {90, level(9)}},
            {0, 100, 10});
    const auto values = first_bins(chart);
    EXPECT_EQ(values[2], 3.F);
    EXPECT_TRUE(std::ranges::all_of(
        std::span {values}.subspan(3, 5), [](float value) { return std::isnan(value); }));
    EXPECT_EQ(values[8], 9.F);
}

TEST(Spectrogram, HasOnlyColumnsWithoutDataWhenTheRangeIsEmpty)
{
    const auto chart = build({}, {0, 100, 3});
    EXPECT_EQ(chart.values.size(), 3 * fft_bins);
    EXPECT_TRUE(std::ranges::all_of(chart.values, [](float value) { return std::isnan(value); }));
    EXPECT_TRUE(std::isnan(chart.low));
    EXPECT_TRUE(std::isnan(chart.high));
}

TEST(Spectrogram, KeepsARareLoudCellOutOfItsRange)
{
    std::vector<Timed> samples;
    for (std::int64_t i = 0; i < 400; ++i)
        samples.push_back({i, level(static_cast<float>(i % 10))});
    samples[200].bins = level(1e6F);
    const auto chart = build(samples, {0, 400, 400});
    EXPECT_EQ(chart.low, 0.F);
    EXPECT_EQ(chart.high, 9.F);
}

class RandomSpectra : public testing::TestWithParam<unsigned> { };

TEST_P(RandomSpectra, AreTheMeansThatTheirSumsAndCountsGive)
{
    std::mt19937 random {GetParam()};
    std::uniform_int_distribution<std::int64_t> time {0, 9999};
    std::normal_distribution<float> noise {0, 40};
    std::vector<Timed> samples(3000);
    for (auto& [moment, bins] : samples) {
        moment = time(random);
        for (auto& bin : bins)
            bin = noise(random);
    }
    std::ranges::sort(samples, {}, &Timed::time);
    std::map<std::size_t, std::vector<double>> columns;
    for (const auto& [moment, bins] : samples)
        columns[static_cast<std::size_t>(moment / 100)].push_back(
            static_cast<double>(bins[GetParam() % fft_bins]));

    const auto chart = build(samples, {0, 10'000, 100});

    for (const auto& [column, values] : columns) {
        double sum = 0;
        for (const double value : values)
            sum += value;
        const double mean = sum / static_cast<double>(values.size());
        EXPECT_NEAR(
            chart.values[column * fft_bins + GetParam() % fft_bins], mean, std::abs(mean) / 8192);
        EXPECT_EQ(chart.counts[column], values.size());
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSpectra, testing::Range(1U, 9U));

TEST(Spectrogram, CountsARollAsTheSamplesItIsMadeOf)
{
    SpectrogramBuilder builder {{0, 20, 1}, Aggregate::mean, 1};
    builder.add(0, std::vector {1.F}, 3);
    builder.add(10, std::vector {5.F});
    const auto chart = std::move(builder).finish();
    EXPECT_EQ(chart.values, std::vector {2.F});
    EXPECT_EQ(chart.counts, (std::vector<std::uint32_t> {4}));
    EXPECT_EQ(chart.samples, 4);
}

TEST(Spectrogram, NamesTheRunsOfColumnsWithoutData)
{
    const auto chart = build({{0, level(1)}, {1, level(1)}, {50, level(1)}}, {0, 100, 10});
    EXPECT_EQ(gaps(chart), (std::vector<std::pair<std::size_t, std::size_t>> {{1, 5}, {6, 10}}));
}

}  // namespace
}  // namespace hive
