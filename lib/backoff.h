// lib/backoff.h - how long to wait before trying again, and between regular runs. Pure.
#pragma once

#include <chrono>

namespace hive {

/// The span, up to a tenth longer or shorter, so that many who wait do not come back in step.
/// @param chance evenly from [0, 1)
[[nodiscard]] std::chrono::milliseconds with_jitter(std::chrono::milliseconds span, double chance);

struct Backoff {
    std::chrono::milliseconds initial {100};
    std::chrono::milliseconds cap {60'000};

    /// `initial` after one failure, doubling with each further one up to `cap`, with jitter.
    /// It never gives up.
    /// @param failures in a row, >= 1
    /// @param chance evenly from [0, 1)
    [[nodiscard]] std::chrono::milliseconds delay(int failures, double chance) const;
};

}  // namespace hive
