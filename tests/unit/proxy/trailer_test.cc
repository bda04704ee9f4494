#include "daemons/proxy/trailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::Optional;

std::optional<std::string> passed_on(std::string_view lines, const Fields& head = {})
{
    return TrailerRule {head, true}.last_chunk(lines);
}

TEST(Trailer, IsOnlyTheLastChunkWithoutFields)
{
    EXPECT_THAT(passed_on(""), Optional(std::string {"0\r\n\r\n"}));
}

TEST(Trailer, PassesFieldsOnWrittenAnew)
{
    EXPECT_THAT(passed_on("Server-Timing:db;dur=2 \r\nDigest: \tx\r\n"),
        Optional(std::string {"0\r\nServer-Timing: db;dur=2\r\nDigest: x\r\n\r\n"}));
}

TEST(Trailer, PassesNothingToARecipientThatTakesNone)
{
    const TrailerRule rule {{}, false};
    EXPECT_THAT(rule.last_chunk("Digest: x\r\n"), Optional(std::string {"0\r\n\r\n"}));
}

TEST(Trailer, DropsWhatConnectionOfTheHeadNames)
{
    const Fields head {{.name = "Connection", .value = "close, X-One"}, {"connection", "x-two"}};
    EXPECT_THAT(passed_on("X-One: 1\r\nX-TWO: 2\r\nX-Three: 3\r\n", head),
        Optional(std::string {"0\r\nX-Three: 3\r\n\r\n"}));
}

TEST(Trailer, OutlivesTheHeadItWasMadeFor)
{
    auto value = std::make_unique<std::string>("X-One");
    const TrailerRule rule {{{.name = "Connection", .value = *value}}, true};
    value.reset();
    EXPECT_THAT(rule.last_chunk("X-One: 1\r\n"), Optional(std::string {"0\r\n\r\n"}));
}

class ForbiddenTrailer : public testing::TestWithParam<const char*> { };

TEST_P(ForbiddenTrailer, IsDropped)
{
    const auto line = std::string {GetParam()} + ": 1\r\n";
    EXPECT_THAT(passed_on(line + "Fine: 2\r\n"), Optional(std::string {"0\r\nFine: 2\r\n\r\n"}));
    const Fields head {{.name = "Trailer", .value = GetParam()}};
    EXPECT_EQ(announced_trailers(head), "");
}

INSTANTIATE_TEST_SUITE_P(Fields, ForbiddenTrailer,
    testing::Values("Content-Length", "Connection", "Host", "HOST", "Trailer", "TE", "Upgrade",
        "Keep-Alive", "Proxy-Authorization", "Authorization", "Cookie", "Set-Cookie", "X-Hive-User",
        "x_hive_user", "X.Hive.User", "X-Forwarded-For", "Forwarded", "X-Real-IP", "Content-Type",
        "Content-Encoding", "Content-Range", "Range", "If-None-Match", "Expect", "Max-Forwards",
        "Cache-Control", "Location", "WWW-Authenticate", "Date", "Via"));

class MalformedTrailer : public testing::TestWithParam<const char*> { };

TEST_P(MalformedTrailer, IsRefused)
{
    EXPECT_EQ(passed_on(GetParam()), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Lines, MalformedTrailer,
    testing::Values("no colon\r\n", ": no name\r\n", "a blank : x\r\n", "A: x\r\n fold\r\n",
        "A:\r\n fold\r\n", "\xff: x\r\n", "A: x\x01\r\n"));

TEST(Trailer, AnnouncesWhatGoesOn)
{
    const Fields head {
        {.name = "Trailer", .value = "Digest, X-Hive-User,,Server-Timing"}, {"trailer", "Expires"}};
    EXPECT_EQ(announced_trailers(head), "Digest, Server-Timing");
}

TEST(Trailer, IsTakenByWhoSaysSoForThisConnection)
{
    const Fields said {{.name = "TE", .value = "gzip;q=0.5, Trailers"}, {"Connection", "te"}};
    EXPECT_TRUE(takes_trailers(said, 1));
    EXPECT_FALSE(takes_trailers(said, 0));
    EXPECT_FALSE(takes_trailers({{.name = "TE", .value = "trailers"}}, 1));
    EXPECT_FALSE(takes_trailers({{.name = "TE", .value = "gzip"}, {"Connection", "te"}}, 1));
}

}  // namespace
}  // namespace hive
