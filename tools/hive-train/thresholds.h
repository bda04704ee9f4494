// tools/hive-train/thresholds.h - how sure a model must be before it speaks of an attack. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tools/hive-train/evaluation.h"
#include "tools/hive-train/table.h"

namespace hive {

/// Thresholds are chosen for classes of at least so many rows that the model knew.
constexpr std::size_t least_for_threshold = 50;

/// The least probability each class of the table is to be named with. What a model has learned
/// well it knows nearly for certain; benign rows that look a little like it lie below.
/// @param predictor of a model without thresholds, whose classes are those of the table
/// @param rows it has not learned from
/// @param benign index of the class that is no attack
/// @param let_go share of a class's rows that may come to lie below its threshold, 0-1
[[nodiscard]] std::vector<double> choose_thresholds(Predictor predictor, const TrainingTable& table,
    std::span<const std::uint32_t> rows, std::size_t benign, double let_go);

}  // namespace hive
