// supervisor/core/backoff.h - how long a service that failed waits for its next start. Pure.
#pragma once

#include <chrono>

namespace hive {

struct Backoff {
    std::chrono::milliseconds initial {100};  // wait before the second start in a row
    std::chrono::milliseconds cap {60'000};

    /// None before the first restart, then `initial` doubling up to `cap`, each up to a tenth
    /// shorter or longer so that services do not come back in step.
    /// @param failures in a row, this one included, >= 1
    /// @param random evenly from [0, 1)
    [[nodiscard]] std::chrono::milliseconds delay(int failures, double random) const;
};

/// A service that was up this long starts again as if it had never failed.
constexpr std::chrono::seconds stable_time {30};

}  // namespace hive
