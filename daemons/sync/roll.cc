#include "daemons/sync/roll.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hive {

void Extent::add(double value)
{
    min = count == 0 ? value : std::min(min, value);
    max = count == 0 ? value : std::max(max, value);
    sum += value;
    ++count;
}

double Extent::mean() const
{
    return count == 0 ? 0 : sum / static_cast<double>(count);
}

void Roll::add(const StoredSample& sample)
{
    ++count_;
    if (sample.internal)
        internal_.add(*sample.internal);
    if (sample.external)
        external_.add(*sample.external);
    add_bins(sample.bins);
}

void Roll::add_bins(std::span<const float> bins)
{
    if (bins.size() > sums_.size()) {
        sums_.resize(bins.size());
        counts_.resize(bins.size());
        highest_.resize(bins.size(), -std::numeric_limits<float>::infinity());
    }
    // One array a loop, so that the compiler can take several bins at a time.
    auto* const sums = sums_.data();
    auto* const counts = counts_.data();
    auto* const highest = highest_.data();
    const auto size = bins.size();
    const auto* const values = bins.data();
    for (std::size_t i = 0; i < size; ++i)
        sums[i] += std::isnan(values[i]) ? 0 : static_cast<double>(values[i]);
    for (std::size_t i = 0; i < size; ++i)
        counts[i] += std::isnan(values[i]) ? 0 : 1;
    for (std::size_t i = 0; i < size; ++i)
        highest[i] = values[i] > highest[i] ? values[i] : highest[i];
}

std::optional<RollBins> Roll::bins() const
{
    if (sums_.empty())
        return std::nullopt;
    const auto size = sums_.size();
    RollBins bins {.mean = std::vector<float>(size), .max = std::vector<float>(size)};
    constexpr auto no_value = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t i = 0; i < size; ++i) {
        const bool is_value = counts_[i] > 0;
        bins.mean[i] = is_value ? static_cast<float>(sums_[i] / counts_[i]) : no_value;
        bins.max[i] = is_value ? highest_[i] : no_value;
    }
    return bins;
}

}  // namespace hive
