#include "supervisor/core/service_alerts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;

const std::vector<std::string> all {"exited", "backoff", "misconfigured", "degraded", "probe"};

Happening happening(const char* kind)
{
    return {.service = "hive-sync", .kind = kind, .text = "exit 1 after 2.0 s", .lines = {"bye"}};
}

TEST(ServiceAlerts, FiresWhenAServiceEndsByItself)
{
    const auto report = alert_of(happening("exited"), State::ready, all);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->event, AlertEvent::fired);
    EXPECT_EQ(report->key, "service:hive-sync");
    EXPECT_EQ(report->subject, "hive-sync ended by itself");
    EXPECT_THAT(report->text, HasSubstr("exit 1 after 2.0 s"));
    EXPECT_THAT(report->text, HasSubstr("bye"));
}

TEST(ServiceAlerts, PassesOverAnEndThatWasAskedFor)
{
    EXPECT_FALSE(alert_of(happening("exited"), State::stopping, all));
    EXPECT_FALSE(alert_of(happening("exited"), State::restarting, all));
}

TEST(ServiceAlerts, PassesOverKindsNobodyWants)
{
    EXPECT_FALSE(alert_of(happening("exited"), State::ready, {"misconfigured"}));
    EXPECT_FALSE(alert_of(happening("ready"), State::ready, all));
}

TEST(ServiceAlerts, TakesMisconfiguredAsCritical)
{
    EXPECT_EQ(alert_of(happening("misconfigured"), State::misconfigured, all)->severity,
        Severity::critical);
}

TEST(ServiceAlerts, TakesAStopAsTheEndOfTheTrouble)
{
    EXPECT_EQ(alert_of(happening("stopped"), State::stopped, all)->event, AlertEvent::recovered);
}

TEST(ServiceAlerts, RecoversUnderTheSameKey)
{
    EXPECT_EQ(recovery_of("hive-sync", 12).key, "service:hive-sync");
}

}  // namespace
}  // namespace hive
