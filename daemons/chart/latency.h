// daemons/chart/latency.h - how long requests took, counted in buckets.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "lib/metrics.h"

namespace hive {

/// Pure but for what it counts; for one thread.
class Latency {
public:
    /// Upper bounds of the buckets, seconds.
    static constexpr std::array<double, 12> bounds {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

    void add(std::chrono::steady_clock::duration took);
    /// Each holds the smaller ones, too.
    [[nodiscard]] std::vector<MetricBucket> buckets() const;
    [[nodiscard]] std::int64_t count() const { return count_; }
    /// Seconds that all took together.
    [[nodiscard]] double sum() const { return sum_; }

private:
    std::array<std::int64_t, bounds.size()> counts_ {};  // of each bucket alone
    std::int64_t count_ = 0;
    double sum_ = 0;
};

}  // namespace hive
