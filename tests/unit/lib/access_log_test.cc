#include "lib/access_log.h"

#include <gtest/gtest.h>

#include "lib/access_line.h"

namespace hive {
namespace {

using namespace std::chrono;

struct Line {
    const char* name;
    const char* text;
    const char* method;
    const char* target;
    const char* agent;
    const char* user;
    bool has_referer;
};
class AccessLog : public testing::TestWithParam<Line> { };

TEST_P(AccessLog, IsRead)
{
    AccessLogReader reader;
    const auto event = reader.read(GetParam().text);
    ASSERT_TRUE(event) << event.error().message();
    EXPECT_EQ(event->client.text(), "192.0.2.7");
    EXPECT_EQ(event->time, sys_days {2026y / May / 29} + 5h + 45min + 1s);
    EXPECT_EQ(event->method, GetParam().method);
    EXPECT_EQ(event->target, GetParam().target);
    EXPECT_EQ(event->agent, GetParam().agent);
    EXPECT_EQ(event->user, GetParam().user);
    EXPECT_EQ(event->has_referer, GetParam().has_referer);
    EXPECT_EQ(event->status, 404);
    EXPECT_EQ(event->sent, 5123);
}

INSTANTIATE_TEST_SUITE_P(Forms, AccessLog,
    testing::Values(
        Line {"common",
            R"(192.0.2.7 - ann [29/May/2026:15:45:01 +1000] "GET /a?b HTTP/1.1" 404 5123)", "GET",
            "/a?b", "", "ann", false},
        Line {"combined",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "POST /a HTTP/1.0" 404 5123 "http://x/" "curl/7.88")",
            "POST", "/a", "curl/7.88", "", true},
        Line {"hive",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "GET /a HTTP/1.1" 404 5123 "-" "a \x22b\x22" 1.2)",
            "GET", "/a", "a \"b\"", "", false},
        Line {"apache_escapes",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "GET /\"q\\ HTTP/1.1" 404 5123 "-" "-")",
            "GET", "/\"q\\", "", "", false},
        Line {"vhost",
            R"(www.example:80 192.0.2.7 - - [29/May/2026:05:45:01 +0000] "GET /a HTTP/1.1" 404 5123)",
            "GET", "/a", "", "", false},
        Line {"in_quotes",
            R"("192.0.2.7 - - [29/May/2026:05:45:01 +0000] "GET /a HTTP/1.1" 404 5123 "-" "x"")",
            "GET", "/a", "x", "", false},
        Line {"user_with_blanks",
            R"(192.0.2.7 - ann lee [29/May/2026:05:45:01 +0000] "GET /a HTTP/1.1" 404 5123)", "GET",
            "/a", "", "ann", false},
        Line {"blanks_in_target",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "GET /a b c HTTP/1.1" 404 5123)", "GET",
            "/a b c", "", "", false},
        Line {"tls_to_plain",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "\x16\x03\x01" 404 5123 "-" "-")", "",
            "\x16\x03\x01", "", "", false},
        Line {"json",
            R"({"time":1780033501,"client":"192.0.2.7","user":"ann","request":"GET /a HTTP/1.1","status":404,"bytes":5123,"referer":"","agent":"b\"c","milliseconds":1.2})",
            "GET", "/a", "b\"c", "ann", false}),
    [](const auto& row) { return row.param.name; });

class NoAccessLog : public testing::TestWithParam<const char*> { };

TEST_P(NoAccessLog, IsRefused)
{
    AccessLogReader reader;
    EXPECT_FALSE(reader.read(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Lines, NoAccessLog,
    testing::Values("", "-", "host - - [29/May/2026:05:45:01 +0000] \"GET / HTTP/1.1\" 200 1",
        "192.0.2.7 - - [31/Feb/2026:05:45:01 +0000] \"GET / HTTP/1.1\" 200 1",
        "192.0.2.7 - - [29/May/2026:25:45:01 +0000] \"GET / HTTP/1.1\" 200 1",
        "192.0.2.7 - - [29/May/2026:05:45:01] \"GET / HTTP/1.1\" 200 1",
        "192.0.2.7 - - [29/May/2026:05:45:01 +0000] \"GET / HTTP/1.1", "{}", "{\"time\":1}",
        "{\"time\":-1,\"client\":\"192.0.2.7\"}",
        "{\"time\":1,\"client\":\"192.0.2.7\",\"status\":9999}",
        "192.0.2.7 - - [29/May/2026:05:45:01 +0000] \"GET / HTTP/1.1\" abc 1"));

struct Login {
    const char* name;
    const char* line;
    bool is_refused;
};
class LoginLine : public testing::TestWithParam<Login> { };

TEST_P(LoginLine, IsARefusedLoginWhenSomebodyTriedToLogIn)
{
    AccessLogReader reader;
    EXPECT_EQ(reader.read(GetParam().line)->is_login_refused, GetParam().is_refused);
}

INSTANTIATE_TEST_SUITE_P(Lines, LoginLine,
    testing::Values(
        Login {"wrong_password",
            R"(192.0.2.7 - ann [29/May/2026:05:45:01 +0000] "GET /a HTTP/1.1" 401 5)", true},
        Login {"form", R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "POST /login HTTP/1.1" 401 5)",
            true},
        Login {"json", R"({"time":1,"client":"192.0.2.7","user":"ann","status":401})", true},
        Login {"session_that_is_over",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "POST /api/hives HTTP/1.1" 401 5)",
            false},
        Login {"nobody_yet",
            R"(192.0.2.7 - - [29/May/2026:05:45:01 +0000] "PROPFIND /a HTTP/1.1" 401 5)", false},
        Login {"nobody_yet_json", R"({"time":1,"client":"192.0.2.7","status":401})", false},
        Login {"forbidden", R"({"time":1,"client":"192.0.2.7","user":"ann","status":403})", false}),
    [](const auto& row) { return row.param.name; });

TEST(AccessLogReader, ReadsWhatHiveWrites)
{
    const AccessLine line {.time = system_clock::time_point {1780033501s},
        .client = "2001:db8::7",
        .request_line = "GET /a\"\x01 HTTP/1.1",
        .status = 200,
        .bytes = 7,
        .referer = "http://x/",
        .agent = "a\\b",
        .milliseconds = 1.5};
    AccessLogReader reader;
    const auto event = reader.read(format_access_line(line));
    ASSERT_TRUE(event);
    EXPECT_EQ(event->target, "/a\"\x01");
    EXPECT_EQ(event->agent, "a\\b");
    EXPECT_EQ(event->time.time_since_epoch(), 1780033501s);
    EXPECT_EQ(reader.read(format_access_json(line))->client.text(), "2001:db8::7");
}

}  // namespace
}  // namespace hive
