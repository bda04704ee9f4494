#include "daemons/proxy/forwarding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Identity ann {.address = "192.0.2.7", .user = "ann", .groups = "admin,editor"};

std::string forwarded(std::string_view fields, const Identity& identity = ann,
    Authorization authorization = Authorization::stripped)
{
    const std::string bytes
        = "GET /app/a%20b?q=1 HTTP/1.1\r\nHost: hive.example\r\n" + std::string {fields} + "\r\n";
    const auto head = parse_request_head(bytes);
    EXPECT_TRUE(head.has_value());
    return head
        ? upstream_request(
              *head, {.path = "/a b", .host = head->host, .authorization = authorization}, identity)
        : "";
}

TEST(UpstreamRequest, IsWrittenAnew)
{
    EXPECT_EQ(forwarded("Accept: */*\r\n", {.address = "192.0.2.7"}),
        "GET /a%20b?q=1 HTTP/1.1\r\nHost: hive.example\r\nAccept: */*\r\nVia: 1.1 hive\r\n"
        "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n"
        "Forwarded: for=192.0.2.7;proto=http\r\n"
        "X-Forwarded-Host: hive.example\r\nX-Hive-Address: 192.0.2.7\r\n\r\n");
}

TEST(UpstreamRequest, NamesTheUserAndGroups)
{
    EXPECT_THAT(forwarded(""), HasSubstr("X-Hive-User: ann\r\nX-Hive-Groups: admin,editor\r\n"));
}

TEST(UpstreamRequest, NamesNoUserWithoutALogin)
{
    EXPECT_THAT(
        forwarded("X-Hive-User: root\r\n", {.address = "::1"}), Not(HasSubstr("X-Hive-User")));
}

class StrippedField : public testing::TestWithParam<const char*> { };

TEST_P(StrippedField, DoesNotReachTheUpstream)
{
    const std::string name = GetParam();
    EXPECT_THAT(forwarded(name + ": forged\r\n"), Not(HasSubstr("forged")));
}

INSTANTIATE_TEST_SUITE_P(Claims, StrippedField,
    testing::Values("X-Hive-User", "x-hive-groups", "X-HIVE-ANYTHING", "X_Hive_User", "X-Hive_User",
        "X-Forwarded-For", "X-Forwarded-Proto", "X_Forwarded_Host", "X-Forwarded-Anything",
        "Forwarded", "X-Real-IP", "X_Real_IP", "Proxy", "Authorization", "Proxy-Authorization",
        "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade", "HTTP2-Settings"));

TEST(UpstreamRequest, DropsWhatConnectionNames)
{
    const auto text = forwarded("Connection: close, X-One ,x-two\r\nX-One: 1\r\nX-Two: 2\r\n"
                                "X-Three: 3\r\n");
    EXPECT_THAT(text, Not(HasSubstr("Connection")));
    EXPECT_THAT(text, Not(HasSubstr("X-One")));
    EXPECT_THAT(text, Not(HasSubstr("X-Two")));
    EXPECT_THAT(text, HasSubstr("X-Three: 3\r\n"));
}

TEST(UpstreamRequest, KeepsItsOwnFieldsWhateverConnectionNames)
{
    EXPECT_THAT(forwarded("Connection: Host, X-Hive-User\r\n"),
        AllOf(HasSubstr("Host: hive.example\r\n"), HasSubstr("X-Hive-User: ann\r\n")));
}

TEST(UpstreamRequest, KeepsAuthorizationWhereItIsWanted)
{
    EXPECT_THAT(forwarded("Authorization: Basic eA==\r\n", ann, Authorization::kept),
        HasSubstr("Authorization: Basic eA==\r\n"));
}

TEST(UpstreamRequest, FramesTheBodyAsItCame)
{
    EXPECT_THAT(forwarded("Content-Length: 7\r\n"), HasSubstr("Content-Length: 7\r\n"));
    EXPECT_THAT(
        forwarded("Transfer-Encoding: chunked\r\n"), HasSubstr("Transfer-Encoding: chunked\r\n"));
}

TEST(UpstreamRequest, PassesTheExpectationOn)
{
    EXPECT_THAT(forwarded("Content-Length: 7\r\nExpect: 100-continue\r\n"),
        HasSubstr("Expect: 100-continue\r\n"));
}

TEST(UpstreamRequest, DropsTheExpectationOfHttp10)
{
    const auto head = parse_request_head("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n");
    ASSERT_TRUE(head.has_value());
    EXPECT_THAT(upstream_request(*head, {.path = "/"}, ann), Not(HasSubstr("Expect")));
}

TEST(UpstreamRequest, AsksForTrailersWhenTheClientTakesThem)
{
    EXPECT_THAT(forwarded("TE: trailers\r\nConnection: TE\r\n"),
        HasSubstr("TE: trailers\r\nConnection: TE\r\n"));
    EXPECT_THAT(forwarded("TE: trailers\r\n"), Not(HasSubstr("TE:")));
}

TEST(UpstreamRequest, AnnouncesTheTrailersThatGoOn)
{
    EXPECT_THAT(forwarded("Transfer-Encoding: chunked\r\nTrailer: Digest, X-Hive-User\r\n"),
        HasSubstr("Trailer: Digest\r\n"));
}

TEST(UpstreamRequest, NamesTheVersionItCameBy)
{
    EXPECT_THAT(forwarded(""), HasSubstr("Via: 1.1 hive\r\n"));
    const auto head = parse_request_head("GET / HTTP/1.0\r\n\r\n");
    ASSERT_TRUE(head.has_value());
    EXPECT_THAT(upstream_request(*head, {.path = "/"}, ann), HasSubstr("Via: 1.0 hive\r\n"));
}

TEST(UpstreamRequest, CountsForwardsDown)
{
    const auto head
        = parse_request_head("OPTIONS / HTTP/1.1\r\nHost: h\r\nMax-Forwards: 5\r\n\r\n");
    ASSERT_TRUE(head.has_value());
    EXPECT_THAT(upstream_request(*head, {.path = "/"}, ann),
        AllOf(HasSubstr("Max-Forwards: 4\r\n"), Not(HasSubstr("Max-Forwards: 5"))));
}

constexpr std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";

std::string answered(
    std::string_view bytes, const ClientConnection& client = {}, std::string_view method = "GET")
{
    const auto head = parse_response_head(bytes, method);
    EXPECT_TRUE(head.has_value());
    return head ? client_response(*head, client, date) : "";
}

TEST(ClientResponse, IsWrittenAnew)
{
    EXPECT_EQ(answered("HTTP/1.1 200 Whatever\r\nContent-Length: 3\r\nETag: \"x\"\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "Content-Length: 3\r\n\r\n");
}

TEST(ClientResponse, AnnouncesTrailersToWhoTakesThem)
{
    constexpr std::string_view answer
        = "HTTP/1.1 200 OK\r\nTrailer: Digest\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_THAT(answered(answer, {.takes_trailers = true}), HasSubstr("Trailer: Digest\r\n"));
    EXPECT_THAT(answered(answer), Not(HasSubstr("Trailer")));
}

TEST(ClientResponse, KeepsTheUpstreamsDate)
{
    EXPECT_THAT(answered("HTTP/1.1 200 OK\r\nDate: then\r\nContent-Length: 0\r\n\r\n"),
        AllOf(HasSubstr("Date: then\r\n"), Not(HasSubstr("1994"))));
}

TEST(ClientResponse, DropsWhatConcernsTheUpstreamConnection)
{
    const auto text = answered("HTTP/1.1 200 OK\r\nConnection: X-Inner\r\nKeep-Alive: 5\r\n"
                               "X-Inner: 1\r\nContent-Length: 0\r\n\r\n");
    EXPECT_THAT(text, Not(HasSubstr("X-Inner")));
    EXPECT_THAT(text, Not(HasSubstr("Keep-Alive")));
}

TEST(ClientResponse, ChunksWhatHasNoLength)
{
    EXPECT_THAT(
        answered("HTTP/1.1 200 OK\r\n\r\n"), EndsWith("Transfer-Encoding: chunked\r\n\r\n"));
}

TEST(ClientResponse, ClosesAfterWhatAnHttp10ClientCannotTakeInChunks)
{
    const auto text = answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        {.minor_version = 0, .keeps_alive = false});
    EXPECT_THAT(text, Not(HasSubstr("chunked")));
    EXPECT_THAT(text, HasSubstr("Connection: close\r\n"));
}

TEST(ClientResponse, TellsAnHttp10ClientThatItMayGoOn)
{
    EXPECT_THAT(answered("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", {.minor_version = 0}),
        HasSubstr("Connection: keep-alive\r\n"));
}

TEST(ClientResponse, TellsTheLengthOfABodyThatIsNotSent)
{
    constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
    EXPECT_THAT(answered(ok, {}, "HEAD"), HasSubstr("Content-Length: 99\r\n"));
    EXPECT_THAT(answered("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"),
        HasSubstr("Content-Length: 99\r\n"));
}

TEST(ClientResponse, TellsNoLengthFor204)
{
    EXPECT_THAT(answered("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"),
        Not(HasSubstr("Content-Length")));
}

TEST(ClientResponse, LeavesInterimAnswersBare)
{
    EXPECT_EQ(answered("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"),
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
}

TEST(ClientResponse, NamesUnregisteredStatusCodes)
{
    EXPECT_THAT(answered("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\n\r\n"),
        StartsWith("HTTP/1.1 299 Unknown\r\n"));
}

TEST(UpstreamRequest, QuotesAnIpv6Address)
{
    EXPECT_THAT(forwarded("", {.address = "2001:db8::7", .scheme = "https"}),
        HasSubstr("Forwarded: for=\"[2001:db8::7]\";proto=https\r\n"));
}

TEST(UpstreamRequest, TellsTheChainOfTrustedProxies)
{
    EXPECT_THAT(forwarded("", {.address = "192.0.2.7", .via = "192.0.2.7, 10.0.0.1"}),
        HasSubstr("X-Forwarded-For: 192.0.2.7, 10.0.0.1\r\n"));
}

TEST(UpstreamRequest, AsksForTheOneProtocolTheClientAskedFor)
{
    EXPECT_THAT(forwarded("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"),
        HasSubstr("Connection: upgrade\r\nUpgrade: websocket\r\n"));
}

struct NoUpgradeCase {
    const char* name;
    const char* fields;
};
void PrintTo(const NoUpgradeCase& row, std::ostream* out)
{
    *out << row.name;
}

class NoUpgrade : public testing::TestWithParam<NoUpgradeCase> { };

TEST_P(NoUpgrade, ReachesTheUpstream)
{
    EXPECT_THAT(forwarded(GetParam().fields), Not(HasSubstr("Upgrade")));
}

INSTANTIATE_TEST_SUITE_P(Wishes, NoUpgrade,
    testing::Values(NoUpgradeCase {"Http2", "Connection: Upgrade\r\nUpgrade: h2c\r\n"},
        NoUpgradeCase {"Http2InCapitals", "Connection: Upgrade\r\nUpgrade: H2C\r\n"},
        NoUpgradeCase {"Several", "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n"},
        NoUpgradeCase {"NotNominated", "Upgrade: websocket\r\n"},
        NoUpgradeCase {
            "Doubled", "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: websocket\r\n"},
        NoUpgradeCase {
            "WithBody", "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
