// tools/hive-train/bins.h - features cut into at most 128 bins of like population. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tools/hive-train/table.h"

namespace hive {

/// The bin of every value: what the histograms of large nodes count.
class BinnedTable {
public:
    static constexpr std::size_t max_bins = 128;

    /// Bins hold about as many of `rows` each; a feature of few values has a bin for each.
    BinnedTable(const TrainingTable& table, std::span<const std::uint32_t> rows);

    /// One number a row of the table.
    [[nodiscard]] const std::vector<std::uint8_t>& column(std::size_t feature) const
    {
        return columns_[feature];
    }
    [[nodiscard]] std::size_t bins(std::size_t feature) const { return edges_[feature].size() + 1; }

private:
    std::vector<std::vector<float>> edges_;  // the smallest value of each bin but the first
    std::vector<std::vector<std::uint8_t>> columns_;
};

}  // namespace hive
