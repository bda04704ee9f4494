// tools/hive-train/bins.h - the rows to learn from, their features cut into at most 128 bins of
// like population. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tools/hive-train/table.h"

namespace hive {

/// Values, and the bin of each: what the histograms of large nodes count. Row `i` is the i-th of
/// those to learn from: rows of a class lie side by side, as they do in most nodes.
class BinnedTable {
public:
    static constexpr std::size_t max_bins = 128;

    /// Bins hold about as many of `rows` each; a feature of few values has a bin for each.
    BinnedTable(const TrainingTable& table, std::span<const std::uint32_t> rows);

    [[nodiscard]] std::size_t rows() const { return classes_.size(); }
    [[nodiscard]] std::uint16_t class_of(std::size_t row) const { return classes_[row]; }
    /// One number a row.
    [[nodiscard]] std::span<const float> values(std::size_t feature) const
    {
        return values_[feature];
    }
    [[nodiscard]] std::span<const std::uint8_t> column(std::size_t feature) const
    {
        return columns_[feature];
    }
    [[nodiscard]] std::size_t bins(std::size_t feature) const { return bounds_[feature].size(); }
    /// What the values of a bin lie in.
    struct Bounds {
        float least;
        float greatest;
    };
    [[nodiscard]] Bounds bounds(std::size_t feature, std::size_t bin) const
    {
        return bounds_[feature][bin];
    }

private:
    std::vector<std::vector<Bounds>> bounds_;
    std::vector<std::vector<float>> values_;
    std::vector<std::vector<std::uint8_t>> columns_;
    std::vector<std::uint16_t> classes_;
};

}  // namespace hive
