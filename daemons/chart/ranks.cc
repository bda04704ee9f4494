#include "daemons/chart/ranks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace hive {
namespace {

constexpr std::size_t buckets = 1U << 16;

/// A bucket whose order is that of the values: the bits of negative numbers grow the other way.
std::size_t bucket_of(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value == 0 ? 0.F : value);
    const auto ordered = (bits & 0x8000'0000U) != 0 ? ~bits : bits | 0x8000'0000U;
    return ordered >> 16;
}

}  // namespace

Ranks::Ranks(std::span<const float> values) : values_ {values}, counts_(buckets)
{
    for (const float value : values) {
        if (std::isnan(value))
            continue;
        ++counts_[bucket_of(value)];
        ++size_;
    }
}

float Ranks::at(double share) const
{
    if (size_ == 0)
        return std::numeric_limits<float>::quiet_NaN();
    const auto rank = std::max(std::ceil(share * static_cast<double>(size_)), 1.0);
    auto place = static_cast<std::size_t>(rank) - 1;
    std::size_t bucket = 0;
    for (; place >= counts_[bucket]; ++bucket)
        place -= counts_[bucket];
    std::vector<float> inside;
    inside.reserve(counts_[bucket]);
    for (const float value : values_)
        if (!std::isnan(value) && bucket_of(value) == bucket)
            inside.push_back(value);
    const auto wanted = inside.begin() + static_cast<std::ptrdiff_t>(place);
    std::ranges::nth_element(inside, wanted);
    return *wanted;
}

}  // namespace hive
