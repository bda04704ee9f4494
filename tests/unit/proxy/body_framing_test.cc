#include "daemons/proxy/body_framing.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr BodyFraming chunked {.kind = BodyFraming::Kind::chunked};

struct Taken {
    std::string data;
    std::size_t used = 0;
    BodyReader::Outcome outcome = BodyReader::Outcome::more;
};

Taken take(BodyReader& reader, std::string bytes)
{
    const auto piece = reader.take(bytes);
    return {.data = {piece.data.data(), piece.data.size()},
        .used = piece.used,
        .outcome = piece.outcome};
}

Taken take_whole(BodyFraming framing, std::string bytes)
{
    BodyReader reader {framing};
    return take(reader, std::move(bytes));
}

TEST(BodyReader, IsCompleteWithoutABody)
{
    EXPECT_TRUE(BodyReader {BodyFraming {}}.is_complete());
    EXPECT_TRUE(BodyReader {BodyFraming {.kind = BodyFraming::Kind::length}}.is_complete());
}

TEST(BodyReader, TakesNoMoreThanTheLength)
{
    const auto taken
        = take_whole({.kind = BodyFraming::Kind::length, .length = 3}, "abcGET / HTTP/1.1");
    EXPECT_EQ(taken.data, "abc");
    EXPECT_EQ(taken.used, 3U);
    EXPECT_EQ(taken.outcome, BodyReader::Outcome::complete);
}

TEST(BodyReader, TakesALengthInPieces)
{
    BodyReader reader {{.kind = BodyFraming::Kind::length, .length = 5}};
    EXPECT_EQ(take(reader, "ab").outcome, BodyReader::Outcome::more);
    EXPECT_EQ(take(reader, "cde").outcome, BodyReader::Outcome::complete);
}

TEST(BodyReader, EndsWithTheConnectionOnlyWhenNothingElseSaysSo)
{
    BodyReader reader {{.kind = BodyFraming::Kind::until_close}};
    EXPECT_EQ(take(reader, "abc").outcome, BodyReader::Outcome::more);
    EXPECT_TRUE(reader.ends_with_connection());
    EXPECT_FALSE(BodyReader {chunked}.ends_with_connection());
}

TEST(BodyReader, JoinsTheDataOfChunks)
{
    const auto taken = take_whole(chunked, "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nnext");
    EXPECT_EQ(taken.data, "abc0123456789");
    EXPECT_EQ(taken.used, 28U);
    EXPECT_EQ(taken.outcome, BodyReader::Outcome::complete);
}

TEST(BodyReader, TakesChunksByteByByte)
{
    BodyReader reader {chunked};
    std::string data;
    for (const char byte : std::string_view {"1;a=b\r\nx\r\n02\r\nyz\r\n0\r\nA: b\r\n\r\n"})
        data += take(reader, std::string(1, byte)).data;
    EXPECT_EQ(data, "xyz");
    EXPECT_TRUE(reader.is_complete());
}

TEST(BodyReader, DropsExtensionsAndKeepsTrailersApart)
{
    BodyReader reader {chunked};
    const auto taken
        = take(reader, "1;name=\"value\"\r\nx\r\n0;last\r\nExpires: never\r\nA:b\r\n\r\n");
    EXPECT_EQ(taken.data, "x");
    EXPECT_EQ(taken.outcome, BodyReader::Outcome::complete);
    EXPECT_EQ(reader.trailer(), "Expires: never\r\nA:b\r\n");
}

TEST(BodyReader, TakesNothingMoreAfterTheEnd)
{
    BodyReader reader {chunked};
    take(reader, "0\r\n\r\n");
    EXPECT_EQ(take(reader, "1\r\nx\r\n").used, 0U);
}

struct MalformedCase {
    const char* name;
    std::string bytes;
};
void PrintTo(const MalformedCase& row, std::ostream* out)
{
    *out << row.name;
}

class MalformedChunks : public testing::TestWithParam<MalformedCase> { };

TEST_P(MalformedChunks, AreRefused)
{
    EXPECT_EQ(take_whole(chunked, GetParam().bytes).outcome, BodyReader::Outcome::malformed);
}

INSTANTIATE_TEST_SUITE_P(Chunks, MalformedChunks,
    testing::Values(MalformedCase {"no_size", "\r\n"}, MalformedCase {"not_hexadecimal", "g\r\n"},
        MalformedCase {"signed_size", "-1\r\n"}, MalformedCase {"prefixed_size", "0x1\r\n"},
        MalformedCase {"blank_before_size", " 1\r\n"},
        MalformedCase {"blank_after_size", "1 \r\nx\r\n"},
        MalformedCase {"bare_line_feed_after_size", "1\nx\r\n"},
        MalformedCase {"bare_line_feed_in_extension", "1;a\nx\r\n"},
        MalformedCase {"return_without_line_feed", "1\rx"},
        MalformedCase {"size_over_60_bits", "1000000000000000\r\n"},
        MalformedCase {"leading_zeros_without_end", "0000000000000000\r\n"},
        MalformedCase {"data_longer_than_size", "1\r\nxy\r\n"},
        MalformedCase {"line_feed_after_data", "1\r\nx\n"},
        MalformedCase {"control_in_extension", std::string {"1;\x01\r\n"}},
        MalformedCase {"bare_line_feed_in_trailer", "0\r\nA: b\n\r\n"},
        MalformedCase {"folded_trailer", "0\r\n x\r\n\r\n"},
        MalformedCase {"endless_extension", "1;" + std::string(9000, 'a')},
        MalformedCase {"endless_trailer", "0\r\nA: " + std::string(9000, 'a')}),
    [](const auto& row) { return row.param.name; });

TEST(ChunkFrame, WritesTheSizeInHexadecimal)
{
    EXPECT_EQ(ChunkFrame {1}.before(), "1\r\n");
    EXPECT_EQ(ChunkFrame {65536}.before(), "10000\r\n");
    EXPECT_EQ(ChunkFrame {1}.after(), "\r\n");
}

TEST(ChunkFrame, IsNothingAroundNothing)
{
    EXPECT_EQ(ChunkFrame {0}.before(), "");
    EXPECT_EQ(ChunkFrame {0}.after(), "");
}

}  // namespace
}  // namespace hive
