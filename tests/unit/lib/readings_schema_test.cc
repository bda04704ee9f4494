#include "lib/readings_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include <gtest/gtest.h>

#include "lib/sqlite.h"

namespace hive {
namespace {

using Bins = std::array<float, fft_bins>;

struct BinsCase {
    std::string name;
    float value;
    std::size_t bytes;  // encoded
};

Bins bins_with(float value)
{
    Bins bins {};
    bins[17] = value;
    return bins;
}

class StoredBins : public testing::TestWithParam<BinsCase> { };

TEST_P(StoredBins, ComeBackBitForBit)
{
    const auto bins = bins_with(GetParam().value);
    const auto bytes = encode_bins(bins);
    EXPECT_EQ(bytes.size(), GetParam().bytes);
    const auto decoded = decode_bins(bytes);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(decoded->size(), bins.size());
    EXPECT_EQ(std::memcmp(decoded->data(), bins.data(), sizeof bins), 0);
}

INSTANTIATE_TEST_SUITE_P(Values, StoredBins,
    testing::Values(BinsCase {"Zero", 0.0F, 65}, BinsCase {"LowestInt8", -128.0F, 65},
        BinsCase {"HighestInt8", 127.0F, 65}, BinsCase {"JustTooHigh", 128.0F, 257},
        BinsCase {"JustTooLow", -129.0F, 257}, BinsCase {"Fraction", 0.5F, 257},
        BinsCase {"NegativeZero", -0.0F, 257},
        BinsCase {"NoValue", std::numeric_limits<float>::quiet_NaN(), 257},
        BinsCase {"Infinity", std::numeric_limits<float>::infinity(), 257}),
    [](const auto& row) { return row.param.name; });

TEST(DecodeBins, RefusesBytesThatEncodeBinsDoesNotMake)
{
    auto bytes = encode_bins(Bins {});
    EXPECT_FALSE(decode_bins({}));
    EXPECT_FALSE(decode_bins(std::span {bytes}.first(1)));
    bytes[0] = std::byte {2};
    EXPECT_FALSE(decode_bins(bytes));
    bytes[0] = std::byte {4};
    bytes.pop_back();
    EXPECT_FALSE(decode_bins(bytes));
}

TEST(StoredSpectrum, MayHaveAnyNumberOfBinsUpToTheMost)
{
    for (const std::size_t count : {std::size_t {1}, std::size_t {128}, max_bins}) {
        const std::vector<float> whole(count, -7.0F);
        const std::vector<float> fractions(count, 0.25F);
        EXPECT_EQ(decode_bins(encode_bins(whole)), whole);
        EXPECT_EQ(decode_bins(encode_bins(fractions)), fractions);
    }
    EXPECT_FALSE(decode_bins(std::vector<std::byte>(max_bins + 2, std::byte {1})));
}

struct RollCase {
    std::string name;
    std::vector<float> mean;
    std::vector<float> max;
};

class StoredRoll : public testing::TestWithParam<RollCase> { };

float range_of(const std::vector<float>& values)
{
    const auto [low, high] = std::ranges::minmax(values);
    return high - low;
}

TEST_P(StoredRoll, ComesBackWithinHalfAStep)
{
    const auto& [name, mean, max] = GetParam();
    const auto bytes = encode_roll_bins({mean, max});
    EXPECT_EQ(bytes.size(), 20 + 2 * mean.size());
    const auto roll = decode_roll_bins(bytes);
    ASSERT_TRUE(roll);
    for (std::size_t i = 0; i < mean.size(); ++i) {
        EXPECT_NEAR(roll->mean[i], mean[i], range_of(mean) / 507) << i;
        EXPECT_NEAR(roll->max[i], max[i], range_of(max) / 507) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Values, StoredRoll,
    testing::Values(RollCase {"OneBin", {3.5F}, {4}}, RollCase {"AllTheSame", {2, 2}, {2, 2}},
        RollCase {"Amplitudes", {-128, 0.3F, 12.75F, 126}, {-127, 1, 90.5F, 127}},
        RollCase {"Tiny", {1e-7F, 3e-7F, 2e-7F}, {1e-6F, 5e-7F, 4e-7F}}),
    [](const auto& row) { return row.param.name; });

TEST(StoredRollBins, KeepThatABinHasNoValue)
{
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    const auto roll = decode_roll_bins(encode_roll_bins({{none, 1, 2}, {none, none, 3}}));
    ASSERT_TRUE(roll);
    EXPECT_TRUE(std::isnan(roll->mean[0]) && std::isnan(roll->max[0]));
    EXPECT_TRUE(std::isnan(roll->max[1]));
    EXPECT_EQ(roll->mean[1], 1);
    EXPECT_EQ(roll->max[2], 3);
}

TEST(DecodeRollBins, RefusesBytesThatEncodeRollBinsDoesNotMake)
{
    auto bytes = encode_roll_bins({{1, 2}, {3, 4}});
    EXPECT_FALSE(decode_roll_bins({}));
    EXPECT_FALSE(decode_roll_bins(std::span {bytes}.first(20)));
    EXPECT_FALSE(decode_roll_bins(std::span {bytes}.first(23)));
    bytes[0] = std::byte {1};
    EXPECT_FALSE(decode_roll_bins(bytes));
    EXPECT_FALSE(decode_roll_bins(std::vector<std::byte>(20 + 2 * max_bins + 2, std::byte {9})));
}

TEST(SensorFault, IsOneOfTwoExactValues)
{
    EXPECT_TRUE(is_sensor_fault(-127));
    EXPECT_TRUE(is_sensor_fault(85));
    EXPECT_FALSE(is_sensor_fault(84.9375));
    EXPECT_FALSE(is_sensor_fault(-126.9375));
    EXPECT_FALSE(is_sensor_fault(std::numeric_limits<double>::quiet_NaN()));
}

class ReadingsSchema : public testing::Test {
protected:
    Sqlite db = Sqlite::open(":memory:").value();

    void SetUp() override
    {
        ASSERT_TRUE(db.migrate(readings_migrations));
        ASSERT_TRUE(db.execute("INSERT INTO source VALUES (1, 'here');"
                               "INSERT INTO apiary (id, name) VALUES (1, 'meadow')"));
    }
};

TEST_F(ReadingsSchema, HoldsTwoRemoteRowsOfOneMoment)
{
    EXPECT_TRUE(db.execute("INSERT INTO sample (apiary, ts, source, src_id) VALUES"
                           " (1, 1700000000, 1, 10), (1, 1700000000, 1, 11)"));
}

TEST_F(ReadingsSchema, RefusesARemoteRowTwice)
{
    const auto* const insert
        = "INSERT INTO sample (apiary, ts, source, src_id) VALUES (1, 1700000000, 1, 10)";
    EXPECT_TRUE(db.execute(insert));
    EXPECT_FALSE(db.execute(insert));
}

TEST_F(ReadingsSchema, RefusesASampleOfAnUnknownApiary)
{
    EXPECT_FALSE(
        db.execute("INSERT INTO sample (apiary, ts, source, src_id) VALUES (2, 1700000000, 1, 1)"));
}

TEST_F(ReadingsSchema, QuarantinesTheRowAndItsPartsApart)
{
    const auto* const insert
        = "INSERT INTO quarantine (source, src_id, part, reason, raw) VALUES"
          " (1, 10, 'internal', 'fault', '{}'), (1, 10, 'external', 'fault', '{}')";
    EXPECT_TRUE(db.execute(insert));
    EXPECT_FALSE(db.execute(insert));
}

}  // namespace
}  // namespace hive
