#include "supervisor/portal/prometheus.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hive {
namespace {

Metric gauge(std::string name, double value, MetricLabels labels = {})
{
    return {.name = std::move(name),
        .type = MetricType::gauge,
        .help = "Some.",
        .labels = std::move(labels),
        .value = value};
}

TEST(PrometheusText, PutsValuesOfOneNameUnderOneHeading)
{
    EXPECT_EQ(prometheus_text({gauge("b", 1, {{"of", "x"}}), gauge("a", 2), gauge("b", 3)}),
        "# HELP a Some.\n# TYPE a gauge\na 2\n"
        "# HELP b Some.\n# TYPE b gauge\nb{of=\"x\"} 1\nb 3\n");
}

TEST(PrometheusText, WritesAHistogramWithItsLastBucket)
{
    const Metric wait {.name = "wait_seconds",
        .type = MetricType::histogram,
        .help = "Long.",
        .labels = {{"at", "door"}},
        .value = 1.5,
        .buckets = {{0.001, 2}, {0.5, 7}},
        .count = 8};
    EXPECT_EQ(prometheus_text({wait}),
        "# HELP wait_seconds Long.\n# TYPE wait_seconds histogram\n"
        "wait_seconds_bucket{at=\"door\",le=\"0.001\"} 2\n"
        "wait_seconds_bucket{at=\"door\",le=\"0.5\"} 7\n"
        "wait_seconds_bucket{at=\"door\",le=\"+Inf\"} 8\n"
        "wait_seconds_sum{at=\"door\"} 1.5\nwait_seconds_count{at=\"door\"} 8\n");
}

TEST(PrometheusText, EscapesWhatALabelMayHold)
{
    EXPECT_EQ(prometheus_text({gauge("a", 1, {{"of", "x\"\\\ny"}})}),
        "# HELP a Some.\n# TYPE a gauge\na{of=\"x\\\"\\\\\\ny\"} 1\n");
}

TEST(PrometheusText, WritesNumbersThatAreNone)
{
    const std::string text = prometheus_text(
        {gauge("a", std::nan("")), gauge("b", std::numeric_limits<double>::infinity())});
    EXPECT_NE(text.find("\na NaN\n"), std::string::npos);
    EXPECT_NE(text.find("\nb +Inf\n"), std::string::npos);
}

TEST(PrometheusText, LeavesOutAValueOfAnotherType)
{
    Metric counter = gauge("a", 5);
    counter.type = MetricType::counter;
    EXPECT_EQ(prometheus_text({gauge("a", 1), counter}), "# HELP a Some.\n# TYPE a gauge\na 1\n");
}

}  // namespace
}  // namespace hive
