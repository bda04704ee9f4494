// tools/hive-train/tree_grower.h - grows one decision tree; for random_forest.cc only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "lib/forest_model.h"
#include "tools/hive-train/bins.h"
#include "tools/hive-train/table.h"

namespace hive {

/// What all trees of a forest grow from.
struct GrowingGround {
    const TrainingTable& table;
    const BinnedTable& bins;
    std::span<const std::uint32_t> rows;
    std::vector<float> class_weights;
};

struct GrownTree {
    Tree tree;
    std::vector<double> importance;  // of each feature: by how much impurity fell
};

/// Grows one tree after the other; keeps its buffers between them.
class TreeGrower {
public:
    explicit TreeGrower(const GrowingGround& ground);
    [[nodiscard]] GrownTree grow(std::uint64_t seed);

private:
    /// A row of the bootstrap sample.
    struct Sample {
        std::uint32_t row;
        std::uint16_t class_index;
        float weight;  // times drawn, times the weight of its class
    };
    /// Samples [first, last) that reached a node.
    struct Node {
        std::size_t first;
        std::size_t last;
        std::size_t parent = 0;
        std::vector<std::int32_t> Tree::* link = nullptr;  // the parent's side; none for the root
    };
    struct Split {
        std::size_t feature = 0;
        double gain = 0;  // how much the weighted sum of squares over weight rises
        float threshold = 0;  // exact splits; else the first bin on the right:
        int bin = -1;
    };
    /// Both sides of a split that is looked at.
    struct Sums {
        double left_weight = 0;
        double left_squares = 0;  // of the weights of the classes
        double right_squares = 0;
    };
    struct Value {
        float value;
        std::uint32_t sample;
    };

    void draw_samples();
    std::size_t add_node(std::size_t first, std::size_t last);
    [[nodiscard]] bool is_pure() const;
    std::optional<Split> best_split(const Node& node);
    std::optional<Split> split_by_histogram(const Node& node, std::size_t feature);
    void fill_histogram(const Node& node, std::size_t feature);
    void move_left(Sums& sums, std::size_t class_index, double moved);
    [[nodiscard]] double gain_of(const Sums& sums) const;
    std::optional<Split> split_exactly(const Node& node, std::size_t feature);
    std::size_t part(const Node& node, Split& split);
    [[nodiscard]] float between(const Node& node, std::size_t middle, std::size_t feature) const;

    const GrowingGround& ground_;
    std::size_t classes_;
    std::mt19937_64 random_;
    std::vector<Sample> samples_;
    std::vector<std::uint8_t> drawn_;
    std::vector<std::size_t> features_;  // shuffled as they are drawn
    std::vector<float> totals_;  // weight of each class in the node at hand
    double weight_ = 0;  // of the node at hand
    double squares_ = 0;  // sum of the squares of totals_
    std::vector<float> histogram_;  // classes_ weights a bin
    std::vector<float> left_;  // weight of each class on the left
    std::vector<Value> values_;
    GrownTree grown_;
};

}  // namespace hive
