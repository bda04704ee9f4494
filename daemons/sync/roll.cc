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
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const bool is_value = !std::isnan(bins[i]);
        sums_[i] += is_value ? static_cast<double>(bins[i]) : 0;
        counts_[i] += is_value ? 1 : 0;
        highest_[i] = bins[i] > highest_[i] ? bins[i] : highest_[i];
    }
}

std::optional<RollBins> Roll::bins() const
{
    if (sums_.empty())
        return std::nullopt;
    RollBins bins;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        const auto no_value = std::numeric_limits<double>::quiet_NaN();
        const double mean = counts_[i] == 0 ? no_value : sums_[i] / counts_[i];
        bins.mean.push_back(static_cast<float>(mean));
        bins.max.push_back(counts_[i] == 0 ? static_cast<float>(no_value) : highest_[i]);
    }
    return bins;
}

}  // namespace hive
