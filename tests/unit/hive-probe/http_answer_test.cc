#include "tools/hive-probe/http_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(HttpRequest, NamesTheHost)
{
    const NetworkProbe probe {.host = "example.net", .path = "/ping"};
    EXPECT_THAT(http_request(probe), StartsWith("GET /ping HTTP/1.1\r\nHost: example.net\r\n"));
    const NetworkProbe other {.host = "::1", .path = "/", .virtual_host = "web"};
    EXPECT_THAT(http_request(other), HasSubstr("Host: web\r\n"));
    EXPECT_THAT(http_request({.host = "::1", .path = "/"}), HasSubstr("Host: [::1]\r\n"));
    EXPECT_THAT(http_request({.unix_path = "/a", .path = "/"}), HasSubstr("Host: localhost\r\n"));
}

struct Row {
    const char* name;
    const char* received;
    const char* outcome;  // "?" for more is needed
    const char* body = "";
    const char* header = "";
    bool is_whole = false;
};

class HttpAnswer : public testing::TestWithParam<Row> { };

TEST_P(HttpAnswer, IsJudged)
{
    const auto& row = GetParam();
    const NetworkProbe probe {
        .least_status = 200, .most_status = 299, .body = row.body, .header = row.header};
    const auto verdict = judge_http(probe, row.received, row.is_whole);
    const std::string said = !verdict ? "?" : *verdict ? **verdict : verdict->error().message();
    EXPECT_EQ(said, row.outcome);
}

INSTANTIATE_TEST_SUITE_P(Rows, HttpAnswer,
    testing::Values(Row {"Ok", "HTTP/1.1 200 OK\r\nContent-", "HTTP status 200"},
        Row {"OldVersion", "HTTP/1.0 204 \r\n", "HTTP status 204"},
        Row {"Unavailable", "HTTP/1.1 503 Busy\r\n", "answered HTTP status 503"},
        Row {"Below", "HTTP/1.1 199 X\r\n", "answered HTTP status 199"},
        Row {"NotHttp", "SSH-2.0-OpenSSH\r\n", "answered with something that is not HTTP"},
        Row {"NoStatus", "HTTP/1.1 2x0 OK\r\n", "answered with something that is not HTTP"},
        Row {"TooShort", "HTTP/1.1\r\n", "answered with something that is not HTTP"},
        Row {"HalfALine", "HTTP/1.1 200", "?"},
        Row {"HalfALineAtTheEnd", "HTTP/1.1 200", "closed the connection without a whole answer",
            "", "", true},
        Row {"HalfAHead", "HTTP/1.1 200 OK\r\nServer: x\r\n", "?", "", "^Server: x"},
        Row {"Header", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", "HTTP status 200", "", "^Server: x"},
        Row {"OtherHeader", "HTTP/1.1 200 OK\r\nServer: y\r\n\r\n",
            "answered HTTP status 200, but no header matches ^Server: x", "", "^Server: x"},
        Row {"StatusLineIsNoHeader", "HTTP/1.1 200 OK\r\n\r\n",
            "answered HTTP status 200, but no header matches 200", "", "200"},
        Row {"Body", "HTTP/1.1 200 OK\r\n\r\nall is fine", "HTTP status 200", "is (ok|fine)"},
        Row {"BodyToCome", "HTTP/1.1 200 OK\r\n\r\nall is", "?", "is (ok|fine)"},
        Row {"OtherBody", "HTTP/1.1 200 OK\r\n\r\nall is lost",
            "answered HTTP status 200, but nothing in its body matches is (ok|fine)",
            "is (ok|fine)", "", true}),
    [](const auto& row) { return row.param.name; });

TEST(Matches, SeesBeyondZeroBytes)
{
    EXPECT_TRUE(matches("b$", std::string_view {"a\0b", 3}));
}

}  // namespace
}  // namespace hive
