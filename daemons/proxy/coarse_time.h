// daemons/proxy/coarse_time.h - the time to a few milliseconds, for a fraction of what it costs.
//
// Both clocks stand still between ticks of the kernel (1-10 ms) and never run ahead: for deadlines
// and for logs, not for measuring how long something took.
#pragma once

#include <chrono>

#include <time.h>

namespace hive {

template <class Clock, clockid_t id>
[[nodiscard]] typename Clock::time_point read_coarse_clock()
{
    timespec now {};
    ::clock_gettime(id, &now);
    const auto since_epoch
        = std::chrono::seconds {now.tv_sec} + std::chrono::nanoseconds {now.tv_nsec};
    return typename Clock::time_point {since_epoch};
}

/// Comparable with std::chrono::steady_clock::now().
[[nodiscard]] inline std::chrono::steady_clock::time_point coarse_steady_now()
{
    return read_coarse_clock<std::chrono::steady_clock, CLOCK_MONOTONIC_COARSE>();
}

/// Comparable with std::chrono::system_clock::now().
[[nodiscard]] inline std::chrono::system_clock::time_point coarse_system_now()
{
    return read_coarse_clock<std::chrono::system_clock, CLOCK_REALTIME_COARSE>();
}

}  // namespace hive
