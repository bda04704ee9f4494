#include "supervisor/core/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "supervisor/core/control_question.h"
#include "supervisor/core/probe_link.h"

namespace hive {
namespace {

using testing::ElementsAre;

TEST(ProbeSpec, HasFourForms)
{
    EXPECT_EQ(parse_probe_spec("control").value().kind, ProbeKind::control);
    EXPECT_EQ(parse_probe_spec("none").value().kind, ProbeKind::none);
    const auto exec = parse_probe_spec("exec /bin/test -e '/a b'").value();
    EXPECT_EQ(exec.kind, ProbeKind::exec);
    EXPECT_THAT(exec.words, ElementsAre("/bin/test", "-e", "/a b"));
    const auto http = parse_probe_spec("http 127.0.0.1:8050 /ping").value();
    EXPECT_EQ(http.kind, ProbeKind::network);
    EXPECT_THAT(http.words, ElementsAre("http", "127.0.0.1:8050", "/ping"));
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
    testing::Values(Row {"Empty", ""}, Row {"Unknown", "gopher 127.0.0.1:1"},
        Row {"NoEndpoint", "http /ping"}, Row {"NoPath", "http 127.0.0.1:80"},
        Row {"NoProgram", "exec "}, Row {"EveryAddress", "http *:80 /"},
        Row {"OpenQuote", "tcp 127.0.0.1:1 'send=a"}),
    [](const auto& row) { return row.param.name; });

TEST(ProbeTolerance, CountsInARowOrAmongTheLast)
{
    const auto in_a_row = parse_probe_tolerance("3").value();
    EXPECT_EQ(in_a_row.failures, 3);
    EXPECT_EQ(in_a_row.window, 3);
    const auto among = parse_probe_tolerance("2 of 5").value();
    EXPECT_EQ(among.failures, 2);
    EXPECT_EQ(among.window, 5);
}

class BadProbeTolerance : public testing::TestWithParam<Row> { };

TEST_P(BadProbeTolerance, IsRefused)
{
    EXPECT_FALSE(parse_probe_tolerance(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadProbeTolerance,
    testing::Values(Row {"Empty", ""}, Row {"None", "0"}, Row {"MoreThanThereAre", "4 of 3"},
        Row {"TooManyAtOnce", "1 of 65"}, Row {"NoWindow", "3 of"}, Row {"Words", "three"}),
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

TEST(ProbeLine, SaysHowItWentAndHowLongItTook)
{
    const auto line = parse_probe_line("17 ok 2.250 HTTP status 200").value();
    EXPECT_EQ(line.id, 17);
    EXPECT_EQ(line.answer.verdict, Verdict::serves);
    EXPECT_EQ(line.answer.text, "HTTP status 200");
    EXPECT_DOUBLE_EQ(line.answer.took.count(), 2.25);
    EXPECT_EQ(parse_probe_line("1 failed 0.1 a\nb")->answer.text, "a b");
}

class BadProbeLine : public testing::TestWithParam<Row> { };

TEST_P(BadProbeLine, IsPassedOver)
{
    EXPECT_FALSE(parse_probe_line(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadProbeLine,
    testing::Values(Row {"Empty", ""}, Row {"NoId", "ok 1 x"}, Row {"OtherVerdict", "1 maybe 1 x"},
        Row {"NegativeTime", "1 ok -1 x"}, Row {"NoTime", "1 ok x"},
        Row {"NotATime", "1 ok nan x"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
