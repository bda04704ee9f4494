#include "daemons/chart/sample_block.h"

#include <array>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "lib/readings_schema.h"

namespace hive {
namespace {

std::vector<std::byte> spectrum(float first, float second)
{
    return encode_bins(std::array {first, second});
}

TEST(SampleBlock, HoldsWholeAmplitudesAsBytes)
{
    SampleBlock block {2};
    EXPECT_TRUE(block.add(100, spectrum(-128, 127), 30.5));
    EXPECT_TRUE(block.add(200, spectrum(1, 2), 31));
    EXPECT_EQ(std::get<std::vector<std::int8_t>>(block.amplitudes()),
        (std::vector<std::int8_t> {-128, 127, 1, 2}));
    EXPECT_EQ(block.times(), (std::vector<double> {100, 200}));
    EXPECT_EQ(block.internal(), (std::vector {30.5F, 31.F}));
}

TEST(SampleBlock, TurnsToFloatsWithTheFirstThatIsNotWhole)
{
    SampleBlock block {2};
    block.add(100, spectrum(-128, 127), 30.5);
    block.add(200, spectrum(1.5F, std::numeric_limits<float>::quiet_NaN()), 31);
    const auto& floats = std::get<std::vector<float>>(block.amplitudes());
    ASSERT_EQ(floats.size(), 4U);
    EXPECT_EQ(floats[0], -128.F);
    EXPECT_EQ(floats[2], 1.5F);
    EXPECT_TRUE(std::isnan(floats[3]));
}

TEST(SampleBlock, KeepsANegativeZero)
{
    SampleBlock block {2};
    block.add(100, spectrum(-0.F, 1), 30);
    EXPECT_TRUE(std::signbit(std::get<std::vector<float>>(block.amplitudes())[0]));
}

TEST(SampleBlock, CountsWhatHasNoSpectrumOfItsSize)
{
    SampleBlock block {2};
    EXPECT_TRUE(block.add(100, encode_bins(std::array {1.F}), 30));
    EXPECT_TRUE(block.add(100, std::array {std::byte {9}}, 30));
    EXPECT_EQ(block.left_out(), 2U);
    EXPECT_TRUE(block.times().empty());
}

TEST(SampleBlock, IsFullAtItsLimits)
{
    SampleBlock many {1};
    for (std::size_t i = 0; i < SampleBlock::max_samples; ++i)
        ASSERT_TRUE(many.add(0, encode_bins(std::array {1.F}), 30));
    EXPECT_FALSE(many.add(0, encode_bins(std::array {1.F}), 30));
    SampleBlock wide {1024};
    const auto encoded = encode_bins(std::vector<float>(1024, 0.5F));
    for (std::size_t i = 0; i < SampleBlock::max_bytes / 4096; ++i)
        ASSERT_TRUE(wide.add(0, encoded, 30));
    EXPECT_FALSE(wide.add(0, encoded, 30));
}

}  // namespace
}  // namespace hive
