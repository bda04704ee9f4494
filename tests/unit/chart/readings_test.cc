#include "daemons/chart/readings.h"

#include <chrono>
#include <vector>

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
        const auto reach
            = readings->each_temperature({.apiary = 1, .from = from, .to = to, .width = 1},
                in_a_minute, [&](auto time, auto, auto) { seen.push_back(time); });
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
    std::vector<std::optional<double>> internal, external;
    const auto reach = readings->each_temperature({.apiary = 1, .from = 0, .to = 999, .width = 1},
        in_a_minute, [&](auto, auto inside, auto outside) {
            internal.push_back(inside);
            external.push_back(outside);
        });
    ASSERT_TRUE(reach);
    EXPECT_EQ(internal, (std::vector<std::optional<double>> {31.0, std::nullopt, 33.0}));
    EXPECT_EQ(external, (std::vector<std::optional<double>> {11.0, 12.0, std::nullopt}));
}

TEST_F(ReadingsOfTwoApiaries, SkipSamplesWithoutASpectrum)
{
    std::vector<float> levels;
    const auto reach
        = readings->each_spectrum({.apiary = 1, .from = 0, .to = 999, .width = 1}, in_a_minute,
            [&](auto, auto encoded) { levels.push_back(decode_bins(encoded).value()[63]); });
    ASSERT_TRUE(reach);
    EXPECT_EQ(levels, (std::vector {1.F, 3.F}));
}

TEST_F(ReadingsOfTwoApiaries, StopWhenTheTimeIsOver)
{
    int seen = 0;
    const auto reach = readings->each_temperature({.apiary = 1, .from = 0, .to = 999, .width = 1},
        Readings::Deadline::min(), [&](auto, auto, auto) { ++seen; });
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
