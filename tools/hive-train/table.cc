#include "tools/hive-train/table.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ranges>

namespace hive {

namespace {

TimeSplit split_at(const TrainingTable& table, std::size_t first)
{
    TimeSplit split;
    for (std::uint32_t row = 0; row < table.rows(); ++row)
        (row < first ? split.train : split.test).push_back(row);
    return split;
}

}  // namespace

void TrainingTable::fill_row(std::size_t row, std::span<float> x) const
{
    for (std::size_t feature = 0; feature < columns.size(); ++feature)
        x[feature] = columns[feature][row];
}

TimeSplit split_by_time(const TrainingTable& table, double held_back)
{
    if (table.test_from)
        return split_at(table, *table.test_from);
    Rows all(table.rows());
    std::ranges::copy(std::views::iota(0U, static_cast<std::uint32_t>(all.size())), all.begin());
    return split_by_time(table, all, held_back);
}

TimeSplit split_by_time(
    const TrainingTable& table, std::span<const std::uint32_t> chosen, double held_back)
{
    std::vector<Rows> by_class(table.class_names.size());
    for (const auto row : chosen)
        by_class[table.classes[row]].push_back(row);
    TimeSplit split;
    for (auto& rows : by_class) {
        std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) { return table.times[row]; });
        const auto share = static_cast<double>(rows.size()) * (1 - held_back);
        const auto first = static_cast<std::ptrdiff_t>(std::ceil(share));
        split.train.insert(split.train.end(), rows.begin(), rows.begin() + first);
        std::copy_if(rows.begin() + first, rows.end(), std::back_inserter(split.test),
            [&](std::uint32_t row) { return !table.is_derived(row); });
    }
    return split;
}

std::vector<std::size_t> count_classes(
    const TrainingTable& table, std::span<const std::uint32_t> rows)
{
    std::vector<std::size_t> counts(table.class_names.size(), 0);
    for (const auto row : rows)
        ++counts[table.classes[row]];
    return counts;
}

}  // namespace hive
