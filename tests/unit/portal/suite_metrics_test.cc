#include "supervisor/portal/suite_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "supervisor/portal/prometheus.h"
#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

class SuiteMetrics : public testing::Test {
protected:
    void SetUp() override
    {
        Json snapshot
            = sample_snapshot({sample_service("hive-sync"), sample_service("hive-ban", "backoff")});
        snapshot["snapshot"]["checks"] = Json::array({sample_check("var", "filesystem")});
        ASSERT_TRUE(view.apply(snapshot));
        view.set_firing(parse_alert_list({{"alerts", Json::array({sample_alert(3)})}}).alerts);
    }
    std::string text() const
    {
        return prometheus_text(suite_metrics({.core = view, .history = history, .now = {}}));
    }
    CoreView view;
    History history;
};

TEST_F(SuiteMetrics, TellOfServices)
{
    EXPECT_THAT(text(), HasSubstr("hive_service_up{service=\"hive-sync\"} 1\n"));
    EXPECT_THAT(text(), HasSubstr("hive_service_up{service=\"hive-ban\"} 0\n"));
    EXPECT_THAT(
        text(), HasSubstr("hive_service_state{service=\"hive-ban\",state=\"backoff\"} 1\n"));
    EXPECT_THAT(text(), HasSubstr("hive_service_memory_bytes{service=\"hive-sync\"} 31989760\n"));
    EXPECT_THAT(
        text(), HasSubstr("hive_service_probe_duration_seconds{service=\"hive-sync\"} 0.00026"));
}

TEST_F(SuiteMetrics, TellOfChecksAndAlerts)
{
    EXPECT_THAT(text(), HasSubstr("hive_check_up{check=\"var\",type=\"filesystem\"} 1\n"));
    EXPECT_THAT(text(),
        HasSubstr(
            "hive_check_reading{check=\"var\",type=\"filesystem\",reading=\"space\"} 71.5\n"));
    EXPECT_THAT(text(), HasSubstr("hive_alerts_firing{severity=\"critical\"} 1\n"));
}

TEST_F(SuiteMetrics, TakeFromAProgramOnlyWhatIsItsOwn)
{
    MetricList told {"ban"};
    told.gauge("banned", "Networks banned now.", 2);
    MetricList forged {"service"};
    forged.gauge("up", "Forged.", 1, {{"service", "ghost"}});
    std::vector<Metric> metrics = std::move(told).take();
    metrics.push_back(std::move(forged).take().front());
    const std::vector<CollectedMetrics> collected {
        {"hive-ban", metrics}, {"hive-sync", fail("does not answer")}};
    const std::string merged = prometheus_text(merged_metrics({}, collected));
    EXPECT_THAT(merged, HasSubstr("hive_ban_banned 2\n"));
    EXPECT_THAT(merged, Not(HasSubstr("ghost")));
    EXPECT_THAT(merged, HasSubstr("hive_portal_collected{program=\"hive-ban\"} 1\n"));
    EXPECT_THAT(merged, HasSubstr("hive_portal_collected{program=\"hive-sync\"} 0\n"));
}

}  // namespace
}  // namespace hive
