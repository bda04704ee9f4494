#include "daemons/chart/frame.h"

#include <vector>

#include <gtest/gtest.h>

#include "lib/json.h"
#include "tests/unit/chart/decoded_frame.h"

namespace hive {
namespace {

TEST(Frame, BeginsWithMagicVersionAndMeta)
{
    const std::string bytes = encode_frame({{"samples", 7}}, {});
    EXPECT_EQ(bytes.substr(0, 4), "HIVE");
    const DecodedFrame frame {bytes};
    EXPECT_EQ(frame.magic, frame_magic);
    EXPECT_EQ(frame.version, 1U);
    EXPECT_EQ(frame.reserved, 0U);
    EXPECT_EQ(frame.meta["samples"], 7);
}

TEST(Frame, StartsEveryColumnAtAMultipleOfEight)
{
    const std::vector<std::int8_t> bytes {1, 2, 3};
    const std::vector<float> floats {1.5F};
    const FrameColumn columns[] = {{"a", bytes}, {"b", floats}, {"c", bytes}};
    const std::string frame = encode_frame(Json::object(), columns);
    EXPECT_EQ(frame.size() % 8, 0U);
    EXPECT_EQ(DecodedFrame {frame}.meta_bytes % 8, 0U);
    EXPECT_EQ(DecodedFrame {frame}.columns.size(), 24U);
}

TEST(Frame, GivesEachTypeOfColumnBack)
{
    const std::vector<double> times {1e9, 1e9 + 0.5};
    const std::vector<float> values {-1.5F, 2.25F, 0};
    const std::vector<std::uint32_t> counts {0, 4'000'000'000};
    const std::vector<std::int8_t> amplitudes {-128, 127, 0, 5, 6};
    const FrameColumn columns[]
        = {{"t", times}, {"value", values}, {"count", counts}, {"fft", amplitudes}};
    const std::string bytes = encode_frame(Json::object(), columns);
    const DecodedFrame frame {bytes};
    EXPECT_EQ(frame.column<double>("t"), times);
    EXPECT_EQ(frame.column<float>("value"), values);
    EXPECT_EQ(frame.column<std::uint32_t>("count"), counts);
    EXPECT_EQ(frame.column<std::int8_t>("fft"), amplitudes);
    EXPECT_EQ(frame.meta["columns"][3]["type"], "i8");
}

TEST(Frame, MayHaveEmptyColumns)
{
    const FrameColumn columns[] = {{"t", std::span<const double> {}}};
    const std::string bytes = encode_frame(Json::object(), columns);
    const DecodedFrame frame {bytes};
    EXPECT_EQ(frame.meta["columns"][0]["length"], 0);
    EXPECT_TRUE(frame.columns.empty());
}

TEST(FrameDeath, DoesNotLetTheMetaHideTheColumns)
{
    EXPECT_DEATH((void)encode_frame({{"columns", 3}}, {}), "columns");
}

}  // namespace
}  // namespace hive
