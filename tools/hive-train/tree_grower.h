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
#include "tools/hive-train/value_sorter.h"

namespace hive {

/// What all trees of a forest grow from.
struct GrowingGround {
    const BinnedTable& bins;
    std::size_t features;
    std::size_t classes;
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
        float threshold = 0;  // smaller values go left
        std::uint8_t bin = 0;  // of a histogram: smaller bins go left, the same rows
    };
    /// Both sides of a split that is looked at.
    struct Sums {
        double left_weight = 0;
        double left_squares = 0;  // of the weights of the classes
        double right_squares = 0;
    };

    void draw_samples();
    std::size_t add_node(std::size_t first, std::size_t last);
    std::optional<Split> best_split(const Node& node);
    std::optional<Split> best_of(const Node& node, std::span<const std::size_t> features);
    void fill_histograms(const Node& node, std::span<const std::size_t> features);
    std::optional<Split> split_by_histogram(std::size_t feature, std::span<const float> histogram);
    void move_left(Sums& sums, std::size_t class_index, double moved);
    [[nodiscard]] double gain_of(const Sums& sums) const;
    std::optional<Split> split_exactly(const Node& node, std::size_t feature);
    std::size_t part(const Node& node, const Split& split);

    const GrowingGround& ground_;
    std::size_t classes_;
    std::mt19937_64 random_;
    std::vector<Sample> samples_;
    std::vector<Sample> right_samples_;  // while a node is parted
    std::vector<std::uint8_t> drawn_;
    std::vector<std::size_t> features_;  // shuffled as they are drawn
    std::vector<float> totals_;  // weight of each class in the node at hand
    std::vector<std::uint16_t> present_;  // classes that are in it
    std::vector<std::uint16_t> places_;  // of each of these classes in present_
    double weight_ = 0;  // of the node at hand
    double squares_ = 0;  // sum of the squares of totals_
    std::size_t wanted_;  // features looked at for a split
    std::vector<float> histograms_;  // of each of them: a weight a bin for each of present_
    std::vector<const std::uint8_t*> columns_;  // while these are filled: the features' bins
    std::vector<float> left_;  // weight of each class on the left
    ValueSorter values_;
    GrownTree grown_;
};

}  // namespace hive
