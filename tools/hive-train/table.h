// tools/hive-train/table.h - labelled rows as a trainer takes them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hive {

/// Rows of features with a class each.
struct TrainingTable {
    std::vector<std::string> feature_names;
    std::vector<std::string> class_names;  // sorted; a row's class is an index into it
    std::vector<std::vector<float>> columns;  // one a feature; finite
    std::vector<std::uint16_t> classes;  // one a row
    std::vector<std::int64_t> times;  // one a row: microseconds since 1970, or the row's number
    std::vector<std::uint8_t> derived;  // one a row: 1 for one only to learn from; or empty
    std::optional<std::size_t> test_from;  // rows from there on are there to be judged by

    [[nodiscard]] std::size_t rows() const { return classes.size(); }
    [[nodiscard]] std::size_t features() const { return columns.size(); }
    [[nodiscard]] bool is_derived(std::size_t row) const
    {
        return !derived.empty() && derived[row] != 0;
    }
    /// The features of one row, into `x` of features() numbers.
    void fill_row(std::size_t row, std::span<float> x) const;
};

using Rows = std::vector<std::uint32_t>;

/// A model is trained on what came first and judged by what came later, in every class.
struct TimeSplit {
    Rows train;
    Rows test;
};
/// Where the table says which rows are to be judged by, those are, and all others are learned from.
/// @param held_back share of each class's latest rows to judge by, 0-1. A class of one row
///                  stays in training
[[nodiscard]] TimeSplit split_by_time(const TrainingTable& table, double held_back);
/// The same of some rows of it only, wherever the table says which are to be judged by.
[[nodiscard]] TimeSplit split_by_time(
    const TrainingTable& table, std::span<const std::uint32_t> chosen, double held_back);

/// How many of the rows each class has.
[[nodiscard]] std::vector<std::size_t> count_classes(
    const TrainingTable& table, std::span<const std::uint32_t> rows);

}  // namespace hive
