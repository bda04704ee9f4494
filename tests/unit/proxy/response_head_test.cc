#include "daemons/proxy/response_head.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

ResponseHead parsed(std::string_view bytes, std::string_view method = "GET")
{
    auto head = parse_response_head(bytes, method);
    EXPECT_TRUE(head.has_value()) << (head ? "" : head.error().reason);
    return head ? std::move(*head) : ResponseHead {};
}

TEST(ResponseHead, FramesTheBodyByItsLength)
{
    const auto head = parsed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, (BodyFraming {.kind = BodyFraming::Kind::length, .length = 5}));
    EXPECT_TRUE(head.keeps_alive);
}

TEST(ResponseHead, NeedsNoReason)
{
    EXPECT_EQ(parsed("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").status, 200);
    EXPECT_EQ(parsed("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n").status, 200);
}

TEST(ResponseHead, LastsUntilTheEndWithoutFraming)
{
    const auto head = parsed("HTTP/1.1 200 OK\r\n\r\n");
    EXPECT_EQ(head.body.kind, BodyFraming::Kind::until_close);
    EXPECT_FALSE(head.keeps_alive);
}

TEST(ResponseHead, HasNoBodyForHead)
{
    const auto head = parsed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD");
    EXPECT_EQ(head.body, BodyFraming {});
    EXPECT_TRUE(head.keeps_alive);
}

TEST(ResponseHead, HasNoBodyFor204And304)
{
    EXPECT_EQ(parsed("HTTP/1.1 204 No Content\r\n\r\n").body, BodyFraming {});
    EXPECT_EQ(
        parsed("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n").body, BodyFraming {});
}

TEST(ResponseHead, KnowsInterimAnswers)
{
    EXPECT_TRUE(parsed("HTTP/1.1 100 Continue\r\n\r\n").is_interim());
    EXPECT_FALSE(parsed("HTTP/1.1 200 OK\r\n\r\n").is_interim());
}

TEST(ResponseHead, ClosesAfterHttp10)
{
    EXPECT_FALSE(parsed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keeps_alive);
}

TEST(ResponseHead, MayChangeToTheProtocolAskedFor)
{
    constexpr std::string_view answer
        = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n";
    const auto head = parse_response_head(answer, "GET", "websocket");
    ASSERT_TRUE(head.has_value());
    EXPECT_TRUE(head->is_switch());
    EXPECT_FALSE(head->is_interim());
    EXPECT_FALSE(parse_response_head(answer, "GET", "other").has_value());
}

struct RefusedCase {
    const char* name;
    std::string bytes;
};
void PrintTo(const RefusedCase& row, std::ostream* out)
{
    *out << row.name;
}
std::string ok_with(std::string_view field)
{
    return "HTTP/1.1 200 OK\r\n" + std::string {field} + "\r\n\r\n";
}

class RefusedResponse : public testing::TestWithParam<RefusedCase> { };

TEST_P(RefusedResponse, BecomesABadGateway)
{
    const auto head = parse_response_head(GetParam().bytes, "GET");
    ASSERT_FALSE(head.has_value());
    EXPECT_EQ(head.error().status, 502);
}

INSTANTIATE_TEST_SUITE_P(Answers, RefusedResponse,
    testing::Values(RefusedCase {"not_http", "SSH-2.0-OpenSSH\r\n\r\n"},
        RefusedCase {"http2", "HTTP/2.0 200 OK\r\n\r\n"},
        RefusedCase {"lower_case", "http/1.1 200 OK\r\n\r\n"},
        RefusedCase {"no_status", "HTTP/1.1\r\n\r\n"},
        RefusedCase {"two_digits", "HTTP/1.1 20 OK\r\n\r\n"},
        RefusedCase {"four_digits", "HTTP/1.1 2000 OK\r\n\r\n"},
        RefusedCase {"status_600", "HTTP/1.1 600 Odd\r\n\r\n"},
        RefusedCase {"status_099", "HTTP/1.1 099 Odd\r\n\r\n"},
        RefusedCase {"two_blanks", "HTTP/1.1  200 OK\r\n\r\n"},
        RefusedCase {"unasked_101", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"},
        RefusedCase {"two_lengths", ok_with("Content-Length: 4\r\nContent-Length: 4")},
        RefusedCase {"negative_length", ok_with("Content-Length: -1")},
        RefusedCase {"length_list", ok_with("Content-Length: 4, 4")},
        RefusedCase {
            "length_and_coding", ok_with("Content-Length: 4\r\nTransfer-Encoding: chunked")},
        RefusedCase {"other_coding", ok_with("Transfer-Encoding: gzip, chunked")},
        RefusedCase {"coding_in_http10", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
        RefusedCase {"folded_line", ok_with("A: b\r\n c")},
        RefusedCase {"nameless_field", ok_with(": b")},
        RefusedCase {"bare_return", ok_with("A: b\rc")}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
