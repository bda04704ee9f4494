#include "supervisor/core/probe.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(ProbeSpec, HasThreeForms)
{
    EXPECT_EQ(parse_probe_spec("control").value().kind, ProbeKind::control);
    EXPECT_EQ(parse_probe_spec("none").value().kind, ProbeKind::none);
    const auto http = parse_probe_spec("http 127.0.0.1:8050 /ping").value();
    EXPECT_EQ(http.kind, ProbeKind::http);
    EXPECT_EQ(http.endpoint.port, 8050);
    EXPECT_EQ(http.path, "/ping");
}

struct Row {
    const char* name;
    const char* text;
};

class BadProbeSpec : public testing::TestWithParam<Row> { };

TEST_P(BadProbeSpec, IsRefused)
{
    EXPECT_FALSE(parse_probe_spec(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadProbeSpec,
    testing::Values(Row {"Empty", ""}, Row {"Unknown", "tcp 127.0.0.1:1"},
        Row {"NoEndpoint", "http /ping"}, Row {"NoPath", "http 127.0.0.1:80"},
        Row {"RelativePath", "http 127.0.0.1:80 ping"}, Row {"EveryAddress", "http *:80 /"}),
    [](const auto& row) { return row.param.name; });

struct AnswerRow {
    const char* name;
    const char* received;
    Verdict verdict;
    const char* text;
};

class ControlAnswer : public testing::TestWithParam<AnswerRow> { };

TEST_P(ControlAnswer, IsJudged)
{
    const auto answer = judge_control_reply(GetParam().received);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->verdict, GetParam().verdict);
    EXPECT_EQ(answer->text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Rows, ControlAnswer,
    testing::Values(AnswerRow {"Ready", "{\"state\":\"ready\",\"status\":\"ok\",\"done\":true}\n",
                        Verdict::serves, "ok"},
        AnswerRow {"Degraded", "{\"state\":\"degraded\",\"status\":\"no database\"}\n",
            Verdict::degraded, "no database"},
        AnswerRow {"Busy", "{\"error\":\"busy\",\"done\":true}\n", Verdict::serves,
            "busy: 32 peers on its socket"},
        AnswerRow {"Refused", "{\"error\":\"no\"}\n", Verdict::fails, "ping: no"},
        AnswerRow {"NotJson", "hello\n", Verdict::fails, "ping was answered with something else"},
        AnswerRow {
            "NotAnObject", "[1]\n", Verdict::fails, "ping was answered with something else"}),
    [](const auto& row) { return row.param.name; });

TEST(ControlAnswer, NeedsAWholeLine)
{
    EXPECT_FALSE(judge_control_reply("{\"state\":\"ready\""));
}

class HttpAnswer : public testing::TestWithParam<AnswerRow> { };

TEST_P(HttpAnswer, IsJudgedByItsStatusLine)
{
    const auto answer = judge_http_reply(GetParam().received);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->verdict, GetParam().verdict);
    EXPECT_EQ(answer->text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Rows, HttpAnswer,
    testing::Values(
        AnswerRow {"Ok", "HTTP/1.1 200 OK\r\nContent-", Verdict::serves, "HTTP status 200"},
        AnswerRow {"OldVersion", "HTTP/1.0 200 OK\r\n", Verdict::serves, "HTTP status 200"},
        AnswerRow {
            "Unavailable", "HTTP/1.1 503 Busy\r\n", Verdict::fails, "answered HTTP status 503"},
        AnswerRow {"NotHttp", "SSH-2.0-OpenSSH\r\n", Verdict::fails,
            "answered with something that is not HTTP"},
        AnswerRow {"TooShort", "HTTP/1.1\r\n", Verdict::fails,
            "answered with something that is not HTTP"}),
    [](const auto& row) { return row.param.name; });

TEST(HttpAnswer, NeedsAWholeStatusLine)
{
    EXPECT_FALSE(judge_http_reply("HTTP/1.1 200"));
}

}  // namespace
}  // namespace hive
