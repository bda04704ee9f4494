// tools/hive-train/random_forest.h - trains a random forest (Breiman 2001).
//
// Each tree sees its own bootstrap sample; each split is the best in Gini impurity among the
// square root of the features, drawn anew. Nodes of many rows look at histograms, small ones at
// every value; a threshold always lies half-way between two values of its node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/forest_model.h"
#include "tools/hive-train/table.h"

namespace hive {

struct RandomForestPlan {
    int trees = 100;
    std::uint64_t seed = 1;
    int threads = 1;
    std::vector<float> class_weights;  // of one row of each class, > 0; empty: 1
};

struct TrainedForest {
    ForestModel model;
    std::vector<double> importance;  // of each feature: its share of what impurity fell, sum 1
};

/// The same plan, rows and seed give the same forest, with any number of threads.
/// @param rows of the table to learn from, not empty
[[nodiscard]] TrainedForest train_random_forest(
    const TrainingTable& table, std::span<const std::uint32_t> rows, const RandomForestPlan& plan);

}  // namespace hive
