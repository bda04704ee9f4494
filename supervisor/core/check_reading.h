// supervisor/core/check_reading.h - what a program's run reads as, and what a rule has against it.
// Pure.
#pragma once

#include <string>

#include "supervisor/core/errand.h"
#include "supervisor/core/rule.h"

namespace hive {

/// Metrics status (exit status, 128 and its number after a signal) and output (text).
[[nodiscard]] Reading reading_of(const ErrandOutcome& outcome);

/// "cpu > 80 (is 93.1)". Never what stands in a file: that is its readers' business.
[[nodiscard]] std::string reason(const Rule& rule, const Reading& reading);

}  // namespace hive
