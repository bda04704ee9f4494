#include "supervisor/core/alert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

using testing::ElementsAre;

TEST(AlertReport, ReadsEveryMember)
{
    const auto report = parse_alert_report({{"key", "chart:rule:7"}, {"event", "recovered"},
        {"severity", "critical"}, {"source", "hive-chart"}, {"subject", "hot"}, {"text", "a\nb"},
        {"to", {"post", "hook"}}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->event, AlertEvent::recovered);
    EXPECT_EQ(report->severity, Severity::critical);
    EXPECT_EQ(report->text, "a\nb");
    EXPECT_THAT(report->to, ElementsAre("post", "hook"));
}

TEST(AlertReport, IsAWarningThatFiredUnlessItSaysMore)
{
    const auto report = parse_alert_report({{"key", "k"}, {"subject", "s"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->event, AlertEvent::fired);
    EXPECT_EQ(report->severity, Severity::warning);
}

TEST(AlertReport, KeepsASubjectToOneLine)
{
    const auto report = parse_alert_report({{"key", "k"}, {"subject", "a\r\nBcc: all"}});
    EXPECT_EQ(report->subject, "a  Bcc: all");
}

TEST(AlertReport, CutsLongTextAtACharacter)
{
    std::string subject(199, 'x');
    subject += "°C";
    const auto report = parse_alert_report({{"key", "k"}, {"subject", subject}});
    EXPECT_EQ(report->subject, std::string(199, 'x'));
}

struct Refused {
    const char* name;
    const char* arguments;
    const char* message;
};

class RefusedReport : public testing::TestWithParam<Refused> { };

TEST_P(RefusedReport, SaysWhy)
{
    const auto report = parse_alert_report(*parse_json(GetParam().arguments));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Cases, RefusedReport,
    testing::Values(Refused {"NoKey", R"({"subject": "s"})", "an alert needs a key"},
        Refused {"NoSubject", R"({"key": "k"})", "an alert needs a subject"},
        Refused {"UnknownEvent", R"({"key": "k", "subject": "s", "event": "burst"})",
            "'burst' is none of fired|recovered|info"},
        Refused {"UnknownSeverity", R"({"key": "k", "subject": "s", "severity": "dire"})",
            "'dire' is none of info|warning|critical"},
        Refused {"DestinationsAreNoList", R"({"key": "k", "subject": "s", "to": "post"})",
            "'to' is not a list of at most 16 names"},
        Refused {"DestinationIsNoName", R"({"key": "k", "subject": "s", "to": [1]})",
            "'to' holds something that is no name"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
