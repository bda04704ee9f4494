// lib/forest_model.h - a forest of decision trees as XGBoost's JSON model format has it.
//
// Source: XGBoost's doc/model.schema; read are models of booster "gbtree" with numeric splits,
// objectives binary:logistic, multi:softprob and multi:softmax, as XGBoost 1.0 and later save
// them (Booster.save_model("x.json")).
//
// hive-train's random forests keep to that format. Their objective is "hive:forest": a
// prediction is the mean over all trees of the shares in the leaf reached. A leaf holds one
// share for each class; they stand in `base_weights`, node after node, and the tree's
// `size_leaf_vector` says how many there are, as in XGBoost's trees of more outputs than one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// Larger models are refused: a damaged file must not take the machine's memory.
constexpr std::size_t max_model_bytes {256U << 20U};
constexpr std::size_t max_trees = 10'000;
constexpr std::size_t max_nodes = 8'000'000;  // of all trees
constexpr std::size_t max_classes = 256;
constexpr std::size_t max_model_features = 1024;

/// One tree; the arrays have one entry a node, the root's first.
struct Tree {
    std::vector<std::int32_t> left;  // -1 in a leaf; smaller values of the feature go left
    std::vector<std::int32_t> right;
    std::vector<std::uint16_t> feature;
    std::vector<float> threshold;
    std::vector<std::uint8_t> missing_left;  // 1: no value goes left
    std::vector<float> cover;  // weight of the training rows that came through, >= 0
    std::vector<float> value;  // `width` numbers a node; of leaves at least
    std::size_t width = 1;  // 1, or the number of classes
    std::size_t output = 0;  // the class a tree of width 1 speaks for

    [[nodiscard]] std::size_t size() const { return left.size(); }
    [[nodiscard]] bool is_leaf(std::size_t node) const { return left[node] < 0; }
};

struct ForestModel {
    enum class Objective {
        logistic,  // two classes; the margin is the log odds of the second
        softmax,  // a margin for each class
        mean,  // the mean of the leaves' shares
    };
    Objective objective = Objective::mean;
    std::size_t classes = 0;  // >= 2
    std::size_t features = 0;  // numbers a prediction takes
    std::vector<std::string> feature_names;  // empty when the file has none
    float base_margin = 0;  // added to each margin
    std::vector<Tree> trees;
};

/// Pure; fuzzed. Every index is in bounds in what it returns, every number finite, and each
/// tree a tree: all nodes hang below the root, once.
[[nodiscard]] Result<ForestModel> parse_forest(std::string_view json);

/// The model in the format above.
[[nodiscard]] std::string format_forest(const ForestModel& model);

}  // namespace hive
