#include "lib/readings_schema.h"

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
    EXPECT_FALSE(decode_bins(std::span {bytes}.first(64)));
    bytes.push_back(std::byte {0});
    EXPECT_FALSE(decode_bins(bytes));
    bytes.pop_back();
    bytes[0] = std::byte {2};
    EXPECT_FALSE(decode_bins(bytes));
    bytes[0] = std::byte {4};
    EXPECT_FALSE(decode_bins(bytes));
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
