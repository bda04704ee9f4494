// supervisor/core/system_figures.h - figures of the machine and of its network interfaces.
#pragma once

#include <string>

#include "supervisor/core/rule.h"

namespace hive {

/// Seconds since the machine started.
[[nodiscard]] double boot_seconds();

/// @param before the last reading of the same interface; null at first
[[nodiscard]] Reading look_at_network(
    const std::string& interface, const Reading* before, double now);
[[nodiscard]] Reading look_at_system(const Reading* before);

/// The number behind `name` in text like /proc/meminfo or "avg10=0.12"; 0 when it is not there.
/// Pure.
[[nodiscard]] double number_after(std::string_view text, std::string_view name);

}  // namespace hive
