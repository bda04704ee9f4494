// lib/forest.h - predicts with a forest of decision trees, and says which features decided.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/forest_model.h"

namespace hive {

/// A ForestModel laid out for speed. Immutable; any thread may predict.
class Forest {
public:
    /// @param model as parse_forest() returns it, or a trainer makes it
    explicit Forest(const ForestModel& model);

    [[nodiscard]] std::size_t classes() const { return classes_; }
    [[nodiscard]] std::size_t features() const { return features_; }
    [[nodiscard]] std::size_t trees() const { return roots_.size(); }

    /// The probability of each class.
    /// @param x features() numbers; not-a-number is a missing value
    /// @param probabilities classes() numbers to fill
    void predict(std::span<const float> x, std::span<float> probabilities) const;
    /// What predict() makes probabilities of: XGBoost's margins, the second class's alone for
    /// a logistic model (margins[0] is 0 then); the mean shares of a random forest.
    void margins(std::span<const float> x, std::span<float> margins) const;

    /// How much each feature moved the margin of a class from what is expected of any row: the
    /// sum over all splits passed of the step in the expected value (Saabas' method; XGBoost's
    /// approx_contribs). Microseconds; for decisions, not for every record.
    /// @return features() numbers, and the expectation as the last
    [[nodiscard]] std::vector<float> contributions(
        std::span<const float> x, std::size_t class_index) const;

private:
    /// The children of a node lie side by side; a leaf is its own child, so that trees can be
    /// walked together until the deepest of them has ended.
    struct Node {
        float threshold;
        std::uint32_t left;  // the right child is the next
        std::uint16_t feature;
        std::uint8_t span;  // 1; 0 in a leaf
        std::uint8_t missing_right;
    };
    /// Trees walked at the same time: their loads from memory overlap.
    static constexpr std::size_t lanes = 8;
    using Lane = std::array<std::uint32_t, lanes>;

    std::uint32_t lay_out(const Tree& tree);
    void fill_means(const Tree& tree, std::size_t first, const std::vector<std::size_t>& order);
    [[nodiscard]] const Node& step(const Node& node, std::span<const float> x) const;
    void begin_walk(std::size_t group, Lane& at) const;
    void walk(std::size_t group, std::span<const float> x, Lane& at) const;
    /// The same of values some of which are missing.
    void walk_with_gaps(std::size_t group, std::span<const float> x, Lane& at) const;
    void add_leaf(std::size_t tree, std::uint32_t leaf, std::span<float> sums) const;

    ForestModel::Objective objective_;
    std::size_t classes_;
    std::size_t features_;
    float base_margin_;
    std::size_t width_;  // numbers a leaf holds
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> roots_;
    std::vector<std::uint8_t> outputs_;  // class of each tree
    std::vector<std::uint32_t> depths_;  // of the deepest tree in each group of `lanes`
    std::vector<float> means_;  // width_ numbers a node: the expectation below it, leaves exact
};

}  // namespace hive
