// supervisor/core/clock.h - the two clocks as plain seconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace hive {

/// Seconds since 1970: for people, databases and what outlives a process.
[[nodiscard]] inline double epoch_seconds()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double> {now}.count();
}

/// Seconds that never jump: for measuring.
[[nodiscard]] inline double steady_seconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double> {now}.count();
}

/// As sd_notify(3) counts: CLOCK_MONOTONIC.
[[nodiscard]] inline std::uint64_t monotonic_microseconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace hive
