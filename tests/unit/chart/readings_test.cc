#include "daemons/chart/readings.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

const auto in_a_minute = std::chrono::steady_clock::now() + std::chrono::minutes {1};

class ReadingsOfTwoApiaries : public testing::Test {
protected:
    void SetUp() override
    {
        writer.apiary(1, "north");
        writer.apiary(2, "south");
        writer.sample(1, 300, 33.0, std::nullopt, 3.F);
        writer.sample(1, 100, 31.0, 11.0, 1.F);
        writer.sample(1, 200, std::nullopt, 12.0);
        writer.sample(2, 200, 99.0, 99.0, 9.F);
        readings = Readings::open(path).value();
    }

    std::vector<std::int64_t> times(double from, double to)
    {
        std::vector<std::int64_t> seen;
        const auto reach = readings->each_sample({.apiary = 1, .from = from, .to = to}, {},
            in_a_minute, [&](auto time, auto) { seen.push_back(time); });
        EXPECT_EQ(reach.value(), Readings::Reach::whole);
        return seen;
    }

    TemporaryDirectory directory;
    std::string path = directory.file("apiary.db");
    StoreWriter writer {path};
    std::optional<Readings> readings;
};

TEST_F(ReadingsOfTwoApiaries, KnowWhatEachSpans)
{
    const auto apiaries = readings->apiaries().value();
    ASSERT_EQ(apiaries.size(), 2U);
    EXPECT_EQ(apiaries[0],
        (Apiary {
            .id = 1, .name = "north", .time_zone = "UTC", .first = 100, .last = 300, .count = 3}));
}

TEST_F(ReadingsOfTwoApiaries, TakeTheStartOfARangeAndLeaveItsEnd)
{
    EXPECT_EQ(times(100, 300), (std::vector<std::int64_t> {100, 200}));
    EXPECT_EQ(times(100.5, 300.5), (std::vector<std::int64_t> {200, 300}));
    EXPECT_EQ(times(301, 400), std::vector<std::int64_t> {});
}

TEST_F(ReadingsOfTwoApiaries, SayWhereAValueIsMissing)
{
    const auto columns = readings->columns({"internal", "external", "delta"}).value().value();
    std::vector<std::string> seen;
    const auto reach
        = readings->each_sample({.apiary = 1, .from = 0, .to = 999}, columns, in_a_minute,
            [&](auto, auto values) { seen.push_back(fmt::format("{}", fmt::join(values, " "))); });
    ASSERT_TRUE(reach);
    EXPECT_EQ(seen, (std::vector<std::string> {"31 11 20", "nan 12 nan", "33 nan nan"}));
}

TEST_F(ReadingsOfTwoApiaries, GiveTheValuesOfAFurtherSeriesToTheirSamples)
{
    writer.series(7, "weight", "kg");
    writer.extra(1, 7, 300, 40.5);
    writer.extra(1, 7, 100, 42.5);
    writer.extra(2, 7, 200, 99);
    const auto columns = readings->columns({"weight", "internal"}).value().value();
    std::vector<std::string> seen;
    const auto reach
        = readings->each_sample({.apiary = 1, .from = 0, .to = 999}, columns, in_a_minute,
            [&](auto, auto values) { seen.push_back(fmt::format("{}", fmt::join(values, " "))); });
    ASSERT_TRUE(reach);
    EXPECT_EQ(seen, (std::vector<std::string> {"42.5 31", "nan nan", "40.5 33"}));
}

TEST_F(ReadingsOfTwoApiaries, GoOnBehindASample)
{
    auto first = readings->samples({.apiary = 1, .from = 0, .to = 999}, {}, std::nullopt).value();
    ASSERT_TRUE(first.next().value());
    auto rest = readings->samples({.apiary = 1, .from = 0, .to = 999}, {}, first.key()).value();
    ASSERT_TRUE(rest.next().value());
    EXPECT_EQ(rest.key().time, 200);
    ASSERT_TRUE(rest.next().value());
    EXPECT_FALSE(rest.next().value());
}

TEST_F(ReadingsOfTwoApiaries, KnowNoSeriesByAnotherName)
{
    EXPECT_FALSE(readings->columns({"internal", "x' OR '1"}).value());
}

TEST_F(ReadingsOfTwoApiaries, ListTheSeriesAnApiaryHas)
{
    writer.series(7, "weight", "kg");
    writer.series(8, "humidity", "%");
    writer.extra(1, 7, 100, 42.5);
    writer.extra(1, 7, 300, 40.5);
    writer.extra(2, 8, 200, 60);
    writer.execute("INSERT INTO extra_roll VALUES (1, 7, 86400, 0, 2, 40.5, 41.5, 42.5)");
    const auto series = readings->series(readings->apiary(1).value().value()).value();
    ASSERT_EQ(series.size(), 3U);
    EXPECT_EQ(series[0].name, "internal");
    EXPECT_EQ(series[2].name, "weight");
    EXPECT_EQ(series[2].unit, "kg");
    EXPECT_EQ(series[2].first, 100);
    EXPECT_EQ(series[2].last, 300);
    EXPECT_EQ(series[2].count, 2);
}

TEST_F(ReadingsOfTwoApiaries, ShowTheNewestValuesAndTheDayBeforeThem)
{
    writer.series(7, "weight", "kg");
    writer.extra(1, 7, 100, 42.5);
    const auto latest = readings->latest(readings->apiary(1).value().value()).value();
    EXPECT_EQ(latest.time, 300);
    EXPECT_EQ(latest.internal, 33.0);
    EXPECT_EQ(latest.external, std::nullopt);
    EXPECT_EQ(latest.extras, (std::vector<std::pair<std::string, double>> {{"weight", 42.5}}));
    ASSERT_EQ(latest.spark.size(), 48U);
    EXPECT_EQ(latest.spark[47], 32.0);
    EXPECT_EQ(latest.spark[46], std::nullopt);
}

TEST_F(ReadingsOfTwoApiaries, FindTheNewestValuesOfASeries)
{
    const auto recent = readings->recent({.apiary = 1, .from = 0, .to = 301}, "internal").value();
    EXPECT_EQ(recent, (std::vector<Reading> {{100, 31.0}, {300, 33.0}}));
    EXPECT_EQ(readings->last_value(1, "external", 1000).value(), 200);
    EXPECT_EQ(readings->last_value(1, "external", 150).value(), 100);
    EXPECT_EQ(readings->last_value(1, "weight", 1000).value(), std::nullopt);
}

TEST_F(ReadingsOfTwoApiaries, SkipSamplesWithoutASpectrum)
{
    std::vector<float> levels;
    const auto reach = readings->each_spectrum(
        {.apiary = 1, .from = 0, .to = 999}, in_a_minute, [&](auto, auto encoded, double) {
            levels.push_back(decode_bins(encoded).value()[63]);
            return true;
        });
    ASSERT_TRUE(reach);
    EXPECT_EQ(levels, (std::vector {1.F, 3.F}));
}

TEST_F(ReadingsOfTwoApiaries, StopWhenTheTimeIsOver)
{
    int seen = 0;
    const auto reach = readings->each_sample({.apiary = 1, .from = 0, .to = 999}, {},
        Readings::Deadline::min(), [&](auto, auto) { ++seen; });
    EXPECT_EQ(reach.value(), Readings::Reach::cut_off);
    EXPECT_EQ(seen, 0);
}

TEST_F(ReadingsOfTwoApiaries, ListSensorFaultsButNotRefusedRows)
{
    writer.fault(1, 150, "external", 85);
    writer.fault(1, 120, "internal", -127);
    writer.fault(1, 130, "", 0);
    writer.fault(2, 120, "internal", -127);
    const RangeQuery range {.apiary = 1, .from = 0, .to = 999, .width = 1};
    const auto faults = readings->faults(range, 10).value();
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0].time, 120);
    EXPECT_EQ(faults[0].part, "internal");
    EXPECT_EQ(faults[0].value, -127);
    EXPECT_EQ(readings->faults(range, 1).value().size(), 1U);
}

TEST_F(ReadingsOfTwoApiaries, NoticeACommitOfAnotherConnectionOnce)
{
    EXPECT_TRUE(readings->has_changed().value());
    EXPECT_FALSE(readings->has_changed().value());
    writer.sample(2, 500, 1.0, 1.0);
    EXPECT_TRUE(readings->has_changed().value());
    EXPECT_FALSE(readings->has_changed().value());
}

}  // namespace
}  // namespace hive
