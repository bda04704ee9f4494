// supervisor/portal/suite_metrics.h - what the portal itself knows as metrics: services, checks,
// alerts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/metrics.h"
#include "supervisor/portal/page.h"

namespace hive {

/// Names begin with hive_supervisor_, hive_service_, hive_check_ and hive_alerts_. Pure.
[[nodiscard]] std::vector<Metric> suite_metrics(const PageSource& source);

/// What a program answered to `metrics`, or why not.
struct CollectedMetrics {
    std::string program;  // "hive-ban"
    Result<std::vector<Metric>> metrics;
};
/// Those that answered, together, and hive_portal_collected of each. A name that another program
/// should have is left out: every name begins with hive_PROGRAM_.
[[nodiscard]] std::vector<Metric> merged_metrics(
    std::vector<Metric> own, std::span<const CollectedMetrics> collected);

}  // namespace hive
