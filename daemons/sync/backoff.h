// daemons/sync/backoff.h - how long until the next run. Pure; chance is a parameter.
#pragma once

#include <chrono>

namespace hive {

/// Delays that double with each failure up to a cap, and never give up.
class Backoff {
public:
    /// @param first delay after one failure, > 0
    /// @param cap longest delay, >= first
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds cap)
        : first_ {first}, cap_ {cap}
    {
    }

    /// The delay after one more failure.
    /// @param chance in [0, 1): shortens it by up to half, so that many clients of a server that
    ///               comes back do not come all at once
    std::chrono::milliseconds failed(double chance);
    void succeeded() { failures_ = 0; }

    /// In a row.
    [[nodiscard]] int failures() const { return failures_; }

private:
    std::chrono::milliseconds first_;
    std::chrono::milliseconds cap_;
    int failures_ = 0;
};

/// The interval moved by up to a tenth of it. @param chance in [0, 1)
[[nodiscard]] std::chrono::milliseconds with_jitter(
    std::chrono::milliseconds interval, double chance);

}  // namespace hive
