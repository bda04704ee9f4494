// supervisor/core/service_alerts.h - what happens to services as alerts. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "supervisor/core/alert.h"
#include "supervisor/core/history.h"
#include "supervisor/core/lifecycle.h"

namespace hive {

/// One key a service: everything that goes wrong with it until it has recovered is one alert.
[[nodiscard]] std::string service_alert_key(const std::string& service);

/// @param state of the service at that moment: an end that was asked for is no alert
/// @param kinds of happenings that are alerts (service_events of the configuration)
[[nodiscard]] std::optional<AlertReport> alert_of(
    const Happening& happening, State state, const std::vector<std::string>& kinds);

[[nodiscard]] AlertReport recovery_of(const std::string& service, double seconds_up);

}  // namespace hive
