#include "daemons/chart/latency.h"

#include <algorithm>

namespace hive {

void Latency::add(std::chrono::steady_clock::duration took)
{
    const auto seconds = std::chrono::duration<double>(took).count();
    const auto* const bucket = std::ranges::lower_bound(bounds, seconds);
    if (bucket != bounds.end())
        ++counts_.at(static_cast<std::size_t>(bucket - bounds.begin()));
    ++count_;
    sum_ += seconds;
}

std::vector<MetricBucket> Latency::buckets() const
{
    std::vector<MetricBucket> buckets;
    std::int64_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        below += counts_.at(i);
        buckets.push_back({.bound = bounds.at(i), .count = static_cast<double>(below)});
    }
    return buckets;
}

}  // namespace hive
