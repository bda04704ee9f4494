#include "tools/hive-train/bins.h"

#include <algorithm>

namespace hive {
namespace {

/// The smallest value of each bin but the first, ascending. @param values ascending
std::vector<float> bin_edges(const std::vector<float>& values)
{
    std::vector<float> distinct;
    std::ranges::unique_copy(values, std::back_inserter(distinct));
    if (distinct.size() <= BinnedTable::max_bins) {
        distinct.erase(distinct.begin());
        return distinct;
    }
    std::vector<float> edges;
    for (std::size_t bin = 1; bin < BinnedTable::max_bins; ++bin)
        edges.push_back(values[bin * values.size() / BinnedTable::max_bins]);
    edges.erase(std::ranges::unique(edges).begin(), edges.end());
    if (edges.front() == values.front())
        edges.erase(edges.begin());
    return edges;
}

std::vector<BinnedTable::Bounds> bounds_between(
    const std::vector<float>& values, const std::vector<float>& edges)
{
    std::vector<BinnedTable::Bounds> bounds;
    auto first = values.begin();
    for (const auto edge : edges) {
        const auto end = std::lower_bound(first, values.end(), edge);
        bounds.push_back({.least = *first, .greatest = *(end - 1)});
        first = end;
    }
    bounds.push_back({.least = *first, .greatest = values.back()});
    return bounds;
}

}  // namespace

BinnedTable::BinnedTable(const TrainingTable& table, std::span<const std::uint32_t> rows)
{
    for (const auto& column : table.columns) {
        auto& values = values_.emplace_back();
        values.reserve(rows.size());
        for (const auto row : rows)
            values.push_back(column[row]);
        auto sorted = values;
        std::ranges::sort(sorted);
        const auto edges = bin_edges(sorted);
        bounds_.push_back(bounds_between(sorted, edges));
        auto& bins = columns_.emplace_back();
        bins.reserve(rows.size());
        for (const auto value : values)
            bins.push_back(
                static_cast<std::uint8_t>(std::ranges::upper_bound(edges, value) - edges.begin()));
    }
    for (const auto row : rows)
        classes_.push_back(table.classes[row]);
}

}  // namespace hive
