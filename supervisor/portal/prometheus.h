// supervisor/portal/prometheus.h - metrics as the text that Prometheus reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/metrics.h"

namespace hive {

/// Version 0.0.4 of Prometheus' text format.
constexpr std::string_view prometheus_type = "text/plain; version=0.0.4; charset=utf-8";

/// Those of one name stand together under one HELP and TYPE; one whose type is not that of the
/// first of its name is left out. Pure.
[[nodiscard]] std::string prometheus_text(std::vector<Metric> metrics);

}  // namespace hive
