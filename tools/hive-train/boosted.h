// tools/hive-train/boosted.h - gradient boosted trees by libxgboost.
#pragma once

#include <cstdint>
#include <span>

#include "lib/forest_model.h"
#include "tools/hive-train/table.h"

namespace hive {

struct BoostingPlan {
    int rounds = 100;  // each adds a tree for every class
    int depth = 6;
    std::uint64_t seed = 1;
    int threads = 1;
    std::vector<float> class_weights;  // of one row of each class; empty: 1
};

/// @return an error in libxgboost's words
[[nodiscard]] Result<ForestModel> train_boosted(
    const TrainingTable& table, std::span<const std::uint32_t> rows, const BoostingPlan& plan);

}  // namespace hive
