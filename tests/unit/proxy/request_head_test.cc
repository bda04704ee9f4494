#include "daemons/proxy/request_head.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

RequestHead parsed(std::string_view bytes)
{
    auto head = parse_request_head(bytes);
    EXPECT_TRUE(head.has_value()) << (head ? "" : head.error().reason);
    return head ? std::move(*head) : RequestHead {};
}

TEST(RequestHead, TellsTheRequestLineApart)
{
    const auto head = parsed("GET /app/?day=1 HTTP/1.1\r\nHost: hive.example:8080\r\n\r\n");
    EXPECT_EQ(head.line, "GET /app/?day=1 HTTP/1.1");
    EXPECT_EQ(head.method, "GET");
    EXPECT_EQ(head.path, "/app/");
    EXPECT_EQ(head.query, "?day=1");
    EXPECT_EQ(head.host, "hive.example:8080");
    EXPECT_EQ(head.minor_version, 1);
    EXPECT_EQ(head.body, BodyFraming {});
    EXPECT_TRUE(head.keeps_alive);
}

TEST(RequestHead, KeepsFieldsInOrderWithoutBlanks)
{
    const auto head = parsed("GET / HTTP/1.1\r\nHost: h\r\nA: \t one \t\r\nb:\r\nA:two\r\n\r\n");
    ASSERT_EQ(head.fields.size(), 4U);
    EXPECT_EQ(head.fields[1].name, "A");
    EXPECT_EQ(head.fields[1].value, "one");
    EXPECT_EQ(head.fields[2].name, "b");
    EXPECT_EQ(head.fields[2].value, "");
    EXPECT_EQ(head.fields[3].value, "two");
}

TEST(RequestHead, TakesTheHostOfAnAbsoluteTarget)
{
    const auto head = parsed("GET http://real.example/x?y HTTP/1.1\r\nHost: other\r\n\r\n");
    EXPECT_EQ(head.host, "real.example");
    EXPECT_EQ(head.path, "/x");
    EXPECT_EQ(head.query, "?y");
}

TEST(RequestHead, ReadsAnAbsoluteTargetWithoutPathAsTheRoot)
{
    EXPECT_EQ(parsed("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").path, "/");
}

TEST(RequestHead, CountsTheForwardsOfOptions)
{
    const auto counted = [](std::string_view method) {
        return parsed(std::string {method} + " /x HTTP/1.1\r\nHost: h\r\nMax-Forwards: 3\r\n\r\n")
            .forwards_left;
    };
    EXPECT_EQ(counted("OPTIONS"), 3U);
    EXPECT_EQ(counted("GET"), std::nullopt);
    EXPECT_FALSE(parsed("OPTIONS /x HTTP/1.1\r\nHost: h\r\n\r\n").asks_for_options());
    EXPECT_TRUE(
        parsed("OPTIONS /x HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\n\r\n").asks_for_options());
    EXPECT_TRUE(parsed("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").asks_for_options());
}

TEST(RequestHead, NeedsNoHostInHttp10)
{
    const auto head = parsed("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(head.minor_version, 0);
    EXPECT_EQ(head.host, "");
    EXPECT_FALSE(head.keeps_alive);
}

TEST(RequestHead, KeepsHttp10AliveWhenAsked)
{
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keeps_alive);
}

TEST(RequestHead, SeesCloseAmongOtherConnectionWords)
{
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: h\r\nConnection: x-a, Close\r\n\r\n").keeps_alive);
}

TEST(RequestHead, FramesABodyByItsLength)
{
    const auto head = parsed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 12\r\n\r\n");
    EXPECT_EQ(head.body, (BodyFraming {.kind = BodyFraming::Kind::length, .length = 12}));
}

TEST(RequestHead, FramesAChunkedBody)
{
    const auto head = parsed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n");
    EXPECT_EQ(head.body, BodyFraming {.kind = BodyFraming::Kind::chunked});
}

TEST(RequestHead, SeesTheExpectation)
{
    EXPECT_TRUE(parsed("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n"
                       "Expect: 100-Continue\r\n\r\n")
            .expects_continue);
}

TEST(RequestHead, OnlyCallsSafeAndIdempotentMethodsRepeatable)
{
    EXPECT_TRUE(parsed("DELETE / HTTP/1.1\r\nHost: h\r\n\r\n").is_idempotent());
    EXPECT_FALSE(parsed("POST / HTTP/1.1\r\nHost: h\r\n\r\n").is_idempotent());
    EXPECT_FALSE(parsed("PATCH / HTTP/1.1\r\nHost: h\r\n\r\n").is_idempotent());
}

struct RefusedCase {
    const char* name;
    std::string bytes;
    int status;
};
void PrintTo(const RefusedCase& row, std::ostream* out)
{
    *out << row.name;
}
std::string get_with(std::string_view field)
{
    return "GET / HTTP/1.1\r\nHost: h\r\n" + std::string {field} + "\r\n\r\n";
}
std::string get_line(std::string_view line)
{
    return std::string {line} + "\r\nHost: h\r\n\r\n";
}

class RefusedRequest : public testing::TestWithParam<RefusedCase> { };

TEST_P(RefusedRequest, IsAnsweredWith)
{
    const auto head = parse_request_head(GetParam().bytes);
    ASSERT_FALSE(head.has_value()) << "taken as " << head->method << ' ' << head->path;
    EXPECT_EQ(head.error().status, GetParam().status) << head.error().reason;
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(RequestLine, RefusedRequest,
    testing::Values(RefusedCase {"http09", "GET /\r\n\r\n", 505},
        RefusedCase {"http09_version", get_line("GET / HTTP/0.9"), 505},
        RefusedCase {"http12", get_line("GET / HTTP/1.2"), 400},
        RefusedCase {"http20", get_line("GET / HTTP/2.0"), 505},
        RefusedCase {"http2_preface", "PRI * HTTP/2.0\r\n\r\n", 400},
        RefusedCase {"lower_case_version", get_line("GET / http/1.1"), 400},
        RefusedCase {"rtsp", get_line("DESCRIBE / RTSP/1.0"), 505},
        RefusedCase {"rtsp_method", get_line("DESCRIBE / HTTP/1.1"), 400},
        RefusedCase {"ice", get_line("SOURCE / ICE/1.0"), 505},
        RefusedCase {"unknown_method", get_line("BEE / HTTP/1.1"), 400},
        RefusedCase {"lower_case_method", get_line("get / HTTP/1.1"), 400},
        RefusedCase {"connect", get_line("CONNECT h:443 HTTP/1.1"), 501},
        RefusedCase {"trace", get_line("TRACE / HTTP/1.1"), 501},
        RefusedCase {"source", get_line("SOURCE / HTTP/1.1"), 501},
        RefusedCase {"two_blanks_before_target", get_line("GET  / HTTP/1.1"), 400},
        RefusedCase {"two_blanks_after_target", get_line("GET /  HTTP/1.1"), 400},
        RefusedCase {"tab_instead_of_blank", get_line("GET\t/ HTTP/1.1"), 400},
        RefusedCase {"blank_after_version", get_line("GET / HTTP/1.1 "), 400},
        RefusedCase {"blank_in_target", get_line("GET /a b HTTP/1.1"), 400},
        RefusedCase {"leading_blank", get_line(" GET / HTTP/1.1"), 400},
        RefusedCase {"fragment", get_line("GET /a#b HTTP/1.1"), 400},
        RefusedCase {"relative_target", get_line("GET a HTTP/1.1"), 400},
        RefusedCase {"asterisk", get_line("GET * HTTP/1.1"), 400},
        RefusedCase {"other_scheme", get_line("GET ftp://h/ HTTP/1.1"), 400},
        RefusedCase {"absolute_without_host", get_line("GET http:///x HTTP/1.1"), 400},
        RefusedCase {"user_in_target", get_line("GET http://u@h/ HTTP/1.1"), 400},
        RefusedCase {"byte_above_ascii", get_line("GET /\xc3\xa4 HTTP/1.1"), 400},
        RefusedCase {"nul_in_target", get_line("GET /\0 HTTP/1.1"s), 400},
        RefusedCase {"quote_in_target", get_line("GET /\" HTTP/1.1"), 400},
        RefusedCase {"empty", "\r\n\r\n", 400}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Path, RefusedRequest,
    testing::Values(RefusedCase {"encoded_nul", get_line("GET /a%00b HTTP/1.1"), 400},
        RefusedCase {"encoded_line_break", get_line("GET /a%0d%0ab HTTP/1.1"), 400},
        RefusedCase {"bad_escape", get_line("GET /%zz HTTP/1.1"), 400},
        RefusedCase {"cut_escape", get_line("GET /%4 HTTP/1.1"), 400},
        RefusedCase {"backslash", get_line("GET /a\\b HTTP/1.1"), 400},
        RefusedCase {"encoded_backslash", get_line("GET /a%5cb HTTP/1.1"), 400},
        RefusedCase {"above_the_root", get_line("GET /../etc/passwd HTTP/1.1"), 400},
        RefusedCase {"above_the_root_encoded", get_line("GET /%2e%2e/x HTTP/1.1"), 400},
        RefusedCase {"above_the_root_later", get_line("GET /a/../../x HTTP/1.1"), 400},
        RefusedCase {"encoded_slash_above_root", get_line("GET /..%2f..%2fx HTTP/1.1"), 400}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Fields, RefusedRequest,
    testing::Values(RefusedCase {"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        RefusedCase {"two_hosts", get_with("Host: h"), 400},
        RefusedCase {"two_hosts_in_http10", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", 400},
        RefusedCase {"host_with_path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400},
        RefusedCase {"host_with_user", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400},
        RefusedCase {"host_with_name_for_port", "GET / HTTP/1.1\r\nHost: h:x\r\n\r\n", 400},
        RefusedCase {"host_with_two_ports", "GET / HTTP/1.1\r\nHost: h:1:2\r\n\r\n", 400},
        RefusedCase {"host_with_port_too_large", "GET / HTTP/1.1\r\nHost: h:65536\r\n\r\n", 400},
        RefusedCase {"host_of_open_bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
        RefusedCase {
            "host_with_text_behind_bracket", "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", 400},
        RefusedCase {
            "forwards_no_number", "OPTIONS / HTTP/1.1\r\nHost: h\r\nMax-Forwards: -1\r\n\r\n", 400},
        RefusedCase {"host_with_blank", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        RefusedCase {"folded_line", get_with("A: b\r\n c"), 400},
        RefusedCase {"folded_line_of_tab", get_with("A: b\r\n\tc"), 400},
        RefusedCase {"folded_empty_value", get_with("A:\r\n c"), 400},
        RefusedCase {"folded_blank_value", get_with("A: \r\n c"), 400},
        RefusedCase {"folded_to_nothing", get_with("A:\r\n \r\nB: c"), 400},
        RefusedCase {"folded_value_to_nothing", get_with("A: b\r\n \r\nB: c"), 400},
        RefusedCase {"folded_first_line", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400},
        RefusedCase {"nameless_field", get_with(": x"), 400},
        RefusedCase {"field_without_colon", get_with("Nothing"), 400},
        RefusedCase {"blank_before_colon", get_with("A : b"), 400},
        RefusedCase {"blank_in_name", get_with("A b: c"), 400},
        RefusedCase {"nul_in_name", get_with("A\0: c"s), 400},
        RefusedCase {"nul_in_value", get_with("A: b\0c"s), 400},
        RefusedCase {"control_in_value", get_with("A: b\x01z"), 400},
        RefusedCase {"delete_in_value", get_with("A: b\x7f"), 400},
        RefusedCase {"bare_return_in_value", get_with("A: b\rc"), 400},
        RefusedCase {"bare_return_and_blank", get_with("A: b\r c"), 400},
        RefusedCase {"other_expectation", get_with("Expect: a-cake"), 417}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Smuggling, RefusedRequest,
    testing::Values(RefusedCase {"length_and_coding",
                        get_with("Content-Length: 4\r\nTransfer-Encoding: chunked"), 400},
        RefusedCase {
            "coding_and_length", get_with("Transfer-Encoding: chunked\r\nContent-Length: 4"), 400},
        RefusedCase {"two_lengths", get_with("Content-Length: 4\r\nContent-Length: 4"), 400},
        RefusedCase {
            "two_different_lengths", get_with("Content-Length: 4\r\nContent-Length: 5"), 400},
        RefusedCase {"length_list", get_with("Content-Length: 4, 4"), 400},
        RefusedCase {"signed_length", get_with("Content-Length: +4"), 400},
        RefusedCase {"negative_length", get_with("Content-Length: -4"), 400},
        RefusedCase {"hexadecimal_length", get_with("Content-Length: 0x4"), 400},
        RefusedCase {"empty_length", get_with("Content-Length:"), 400},
        RefusedCase {"length_with_blank", get_with("Content-Length: 1 2"), 400},
        RefusedCase {"length_of_2_63", get_with("Content-Length: 9223372036854775808"), 400},
        RefusedCase {"length_over_2_64", get_with("Content-Length: 99999999999999999999"), 400},
        RefusedCase {"gzip", get_with("Transfer-Encoding: gzip"), 501},
        RefusedCase {"chunked_last", get_with("Transfer-Encoding: gzip, chunked"), 501},
        RefusedCase {"chunked_first", get_with("Transfer-Encoding: chunked, gzip"), 400},
        RefusedCase {"chunked_twice", get_with("Transfer-Encoding: chunked, chunked"), 400},
        RefusedCase {"two_codings",
            get_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
        RefusedCase {"identity", get_with("Transfer-Encoding: identity"), 501},
        RefusedCase {"look_alike", get_with("Transfer-Encoding: xchunked"), 501},
        RefusedCase {"with_parameter", get_with("Transfer-Encoding: chunked;q=1"), 501},
        RefusedCase {"quoted", get_with("Transfer-Encoding: \"chunked\""), 501},
        RefusedCase {"empty_coding", get_with("Transfer-Encoding:"), 501},
        RefusedCase {"vertical_tab",
            get_with("Transfer-Encoding: \x0b"
                     "chunked"),
            400},
        RefusedCase {"blank_before_colon", get_with("Transfer-Encoding : chunked"), 400},
        RefusedCase {
            "coding_in_http10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400}),
    [](const auto& row) { return row.param.name; });

TEST(RequestHead, HasRoomForAHundredFieldsAndNoMore)
{
    std::string bytes = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (int i = 1; i < 100; ++i)
        bytes += "A: b\r\n";
    EXPECT_EQ(parsed(bytes + "\r\n").fields.size(), 100U);
    EXPECT_FALSE(parse_request_head(bytes + "A: b\r\n\r\n").has_value());
}

}  // namespace
}  // namespace hive
