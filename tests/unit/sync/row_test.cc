#include "daemons/sync/row.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;
constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();

RemoteRow good_row()
{
    return {.id = 7,
        .apiary = "Alder Ridge",
        .time = now,
        .column_time = now,
        .internal = 34.5,
        .external = 12.25,
        .bins = std::vector<double>(fft_bins)};
}

RowRules rules()
{
    return {.internal = usual_temperatures,
        .external = usual_temperatures,
        .latest = RowRules::latest_at(now)};
}

TEST(Row, BecomesASample)
{
    const auto verdict = judge(good_row(), rules());
    EXPECT_TRUE(verdict.is_sample);
    EXPECT_TRUE(verdict.faults.empty());
    EXPECT_EQ(verdict.internal, 34.5);
    EXPECT_EQ(verdict.external, 12.25);
    EXPECT_FALSE(verdict.fft.empty());
}

TEST(Row, WithoutTemperaturesIsStillASample)
{
    auto row = good_row();
    row.internal.reset();
    row.external.reset();
    const auto verdict = judge(row, rules());
    EXPECT_TRUE(verdict.is_sample);
    EXPECT_TRUE(verdict.faults.empty());
    EXPECT_EQ(verdict.internal, std::nullopt);
}

TEST(Row, WithoutAnyAmplitudeHasNoBins)
{
    auto row = good_row();
    row.bins.assign(fft_bins, not_a_number);
    EXPECT_TRUE(judge(row, rules()).fft.empty());
}

TEST(Row, WithSomeAmplitudesKeepsThem)
{
    auto row = good_row();
    row.bins.assign(fft_bins, not_a_number);
    row.bins[63] = -1;
    EXPECT_FALSE(judge(row, rules()).fft.empty());
}

TEST(Row, OfTheNextHoursIsNotInTheFuture)
{
    auto row = good_row();
    row.time = now + 86400;
    EXPECT_TRUE(judge(row, rules()).is_sample);
}

TEST(Row, IsNeverInTheFutureOfAClockThatIsNotSet)
{
    auto row = good_row();
    EXPECT_TRUE(judge(row, {.latest = RowRules::latest_at(60)}).is_sample);
}

struct RefusedCase {
    const char* name;
    void (*spoil)(RemoteRow&);
    const char* reason;
};
class RefusedRow : public testing::TestWithParam<RefusedCase> { };
TEST_P(RefusedRow, GoesToQuarantineWhole)
{
    auto row = good_row();
    GetParam().spoil(row);
    const auto verdict = judge(row, rules());
    EXPECT_FALSE(verdict.is_sample);
    ASSERT_EQ(verdict.faults.size(), 1u);
    EXPECT_EQ(verdict.faults[0].part, "");
    EXPECT_EQ(verdict.faults[0].reason, GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(Table, RefusedRow,
    testing::Values(
        RefusedCase {"NoApiary", [](RemoteRow& row) { row.apiary.reset(); }, "no apiary"},
        RefusedCase {"EmptyApiary", [](RemoteRow& row) { row.apiary = " \t"; }, "apiary is empty"},
        RefusedCase {"LongApiary", [](RemoteRow& row) { row.is_apiary_cut = true; },
            "apiary is longer than 255 bytes"},
        RefusedCase {"NoTime", [](RemoteRow& row) { row.time.reset(); }, "no time"},
        RefusedCase {"TimeZero", [](RemoteRow& row) { row.time = 0; }, "time is 0"},
        RefusedCase {"Before1970", [](RemoteRow& row) { row.time = -5; }, "time -5 is before 1970"},
        RefusedCase {"Future", [](RemoteRow& row) { row.time = now + 86401; },
            "time 1735776001 is in the future"},
        RefusedCase {"FaultsToo",
            [](RemoteRow& row) {
                row.time = 0;
                row.internal = -127;
            },
            "time is 0"}),
    [](const auto& test) { return test.param.name; });

struct FaultCase {
    const char* name;
    double value;
    const char* reason;
};
class FaultyTemperature : public testing::TestWithParam<FaultCase> { };
TEST_P(FaultyTemperature, IsLeftOutAndNoted)
{
    auto row = good_row();
    row.internal = GetParam().value;
    const auto verdict = judge(row, rules());
    EXPECT_TRUE(verdict.is_sample);
    EXPECT_EQ(verdict.internal, std::nullopt);
    EXPECT_EQ(verdict.external, 12.25);
    ASSERT_EQ(verdict.faults.size(), 1u);
    EXPECT_EQ(verdict.faults[0].part, "internal");
    EXPECT_EQ(verdict.faults[0].reason, GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(Table, FaultyTemperature,
    testing::Values(FaultCase {"Disconnected", -127, "-127 is a sensor fault"},
        FaultCase {"PowerOn", 85, "85 is a sensor fault"},
        FaultCase {"TooCold", -60.1, "-60.1 is outside -60..80"},
        FaultCase {"TooHot", 80.5, "80.5 is outside -60..80"},
        FaultCase {"Infinite", std::numeric_limits<double>::infinity(), "inf is outside -60..80"},
        FaultCase {"NotANumber", not_a_number, "not a number"}),
    [](const auto& test) { return test.param.name; });

TEST(Row, TakesTheBoundsOfTheRange)
{
    auto row = good_row();
    row.internal = -60;
    row.external = 80;
    EXPECT_TRUE(judge(row, rules()).faults.empty());
}

TEST(Row, WithAnInfiniteAmplitudeLosesItsBinsOnly)
{
    auto row = good_row();
    row.bins[4] = std::numeric_limits<float>::infinity();
    const auto verdict = judge(row, rules());
    EXPECT_TRUE(verdict.is_sample);
    EXPECT_TRUE(verdict.fft.empty());
    ASSERT_EQ(verdict.faults.size(), 1u);
    EXPECT_EQ(verdict.faults[0].part, "fft");
    EXPECT_EQ(verdict.faults[0].reason, "bin 5 is not finite");
}

TEST(RawRow, HoldsEveryValue)
{
    auto row = good_row();
    row.external = not_a_number;
    row.bins[1] = -0.5F;
    row.bins[2] = std::numeric_limits<float>::quiet_NaN();
    const auto raw = parse_json(raw_row(row, rules())).value();
    EXPECT_EQ(raw["id"], 7);
    EXPECT_EQ(raw["apiary"], "Alder Ridge");
    EXPECT_EQ(raw["time"], now);
    EXPECT_EQ(raw["internal"], 34.5);
    EXPECT_TRUE(raw["external"].is_null());
    EXPECT_EQ(raw["fft"].size(), fft_bins);
    EXPECT_EQ(raw["fft"][1], -0.5);
    EXPECT_TRUE(raw["fft"][2].is_null());
}

TEST(RawRow, SurvivesANameThatIsNoText)
{
    auto row = good_row();
    row.apiary = "\xff\x01";
    EXPECT_TRUE(parse_json(raw_row(row, rules())));
}

}  // namespace
}  // namespace hive
