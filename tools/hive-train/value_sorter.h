// tools/hive-train/value_sorter.h - puts the values a feature has in a small node in order. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "tools/hive-train/bins.h"

namespace hive {

/// A sample's value, what it weighs and what it is.
struct SampleValue {
    float value;
    float weight;
    std::uint16_t class_index;
};

/// Deals values out to their bins, and sorts within a bin what differs: most bins of a small node
/// hold a few values, or one many times.
class ValueSorter {
public:
    static constexpr std::size_t room = 192;

    void clear() { size_ = 0; }
    /// At most `room` values.
    /// @param bin of the value, smaller for smaller values
    void add(const SampleValue& value, std::uint8_t bin)
    {
        dealt_[size_] = value;
        bins_[size_] = bin;
        ++size_;
        ++counts_[bin];
        occupied_[bin / 64U] |= std::uint64_t {1} << (bin % 64U);
    }
    /// By value, ascending. Valid until the next clear(), which must follow.
    [[nodiscard]] std::span<const SampleValue> sorted();

private:
    std::size_t size_ = 0;
    std::array<SampleValue, room> dealt_;
    std::array<SampleValue, room> sorted_;
    std::array<std::uint8_t, room> bins_;
    std::array<std::uint8_t, BinnedTable::max_bins> counts_ {};
    std::array<std::uint8_t, BinnedTable::max_bins> ends_ {};  // of each bin in sorted_
    std::array<std::uint64_t, BinnedTable::max_bins / 64> occupied_ {};  // a bit a bin
};

}  // namespace hive
