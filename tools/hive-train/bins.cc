#include "tools/hive-train/bins.h"

#include <algorithm>

namespace hive {
namespace {

/// The smallest value of each bin but the first, ascending.
std::vector<float> bin_edges(std::vector<float> values)
{
    std::ranges::sort(values);
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

}  // namespace

BinnedTable::BinnedTable(const TrainingTable& table, std::span<const std::uint32_t> rows)
{
    for (const auto& column : table.columns) {
        std::vector<float> values;
        values.reserve(rows.size());
        for (const auto row : rows)
            values.push_back(column[row]);
        const auto& edges = edges_.emplace_back(bin_edges(std::move(values)));
        auto& bins = columns_.emplace_back();
        bins.reserve(column.size());
        for (const auto value : column)
            bins.push_back(
                static_cast<std::uint8_t>(std::ranges::upper_bound(edges, value) - edges.begin()));
    }
}

}  // namespace hive
