#include "lib/forest.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hive {
namespace {

/// Numbers of the nodes in breadth-first order, so that children lie side by side.
std::vector<std::size_t> breadth_first(const Tree& tree)
{
    std::vector<std::size_t> order {0};
    order.reserve(tree.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto node = order[i];
        if (tree.is_leaf(node))
            continue;
        order.push_back(static_cast<std::size_t>(tree.left[node]));
        order.push_back(static_cast<std::size_t>(tree.right[node]));
    }
    return order;
}

std::uint32_t depth_of(const Tree& tree, const std::vector<std::size_t>& order)
{
    std::vector<std::uint32_t> depth(tree.size(), 0);
    std::uint32_t deepest = 0;
    for (const auto node : order) {
        deepest = std::max(deepest, depth[node]);
        if (tree.is_leaf(node))
            continue;
        depth[static_cast<std::size_t>(tree.left[node])] = depth[node] + 1;
        depth[static_cast<std::size_t>(tree.right[node])] = depth[node] + 1;
    }
    return deepest;
}

void softmax(std::span<float> margins)
{
    const float highest = *std::ranges::max_element(margins);
    float sum = 0;
    for (auto& margin : margins)
        sum += margin = std::exp(margin - highest);
    for (auto& margin : margins)
        margin /= sum;
}

}  // namespace

Forest::Forest(const ForestModel& model)
    : objective_ {model.objective}, classes_ {model.classes}, features_ {model.features},
      base_margin_ {model.base_margin}, width_ {model.trees.front().width}
{
    for (std::size_t i = 0; i < model.trees.size(); ++i) {
        const auto& tree = model.trees[i];
        outputs_.push_back(static_cast<std::uint8_t>(
            objective_ == ForestModel::Objective::logistic ? 1 : tree.output));
        const auto depth = lay_out(tree);
        if (i % lanes == 0)
            depths_.push_back(0);
        depths_.back() = std::max(depths_.back(), depth);
    }
}

/// @return the tree's depth
std::uint32_t Forest::lay_out(const Tree& tree)
{
    const auto first = nodes_.size();
    const auto order = breadth_first(tree);
    roots_.push_back(static_cast<std::uint32_t>(first));
    auto next_child = first + 1;
    for (const auto node : order) {
        const bool is_leaf = tree.is_leaf(node);
        const auto own = nodes_.size();
        nodes_.push_back({.threshold = tree.threshold[node],
            .left = static_cast<std::uint32_t>(is_leaf ? own : next_child),
            .feature = is_leaf ? std::uint16_t {0} : tree.feature[node],
            .span = static_cast<std::uint8_t>(is_leaf ? 0 : 1),
            .missing_right = static_cast<std::uint8_t>(tree.missing_left[node] == 0)});
        next_child += is_leaf ? 0 : 2;
    }
    fill_means(tree, first, order);
    return depth_of(tree, order);
}

/// From the last node to the first: children come behind their parent.
void Forest::fill_means(const Tree& tree, std::size_t first, const std::vector<std::size_t>& order)
{
    means_.resize(nodes_.size() * width_);
    for (auto i = order.size(); i-- > 0;) {
        const auto& node = nodes_[first + i];
        auto* const mean = &means_[(first + i) * width_];
        const auto source = order[i];
        if (node.span == 0) {
            std::copy_n(&tree.value[source * width_], width_, mean);
            continue;
        }
        const auto left = tree.cover[static_cast<std::size_t>(tree.left[source])];
        const auto right = tree.cover[static_cast<std::size_t>(tree.right[source])];
        const auto share = left + right > 0 ? left / (left + right) : 0.5F;
        const auto* const below = &means_[std::size_t {node.left} * width_];
        for (std::size_t k = 0; k < width_; ++k)
            mean[k] = below[k] * share + below[width_ + k] * (1 - share);
    }
}

/// One split: `!(a < b)` is true for a missing value, too, which goes its own way.
const Forest::Node& Forest::step(const Node& node, std::span<const float> x) const
{
    const float value = x[node.feature];
    const auto is_right = static_cast<std::uint32_t>(!(value < node.threshold))
        & (static_cast<std::uint32_t>(!std::isnan(value))
            | static_cast<std::uint32_t>(node.missing_right != 0));
    return nodes_[node.left + (is_right & node.span)];
}

void Forest::begin_walk(std::size_t group, Lane& at) const
{
    const auto first = group * lanes;
    const auto count = std::min(lanes, roots_.size() - first);
    std::copy_n(&roots_[first], count, at.begin());
    std::fill(at.begin() + static_cast<std::ptrdiff_t>(count), at.end(), roots_[first]);
}

/// Pointers, as an index that is checked costs as much as the step.
void Forest::walk(std::size_t group, std::span<const float> x, Lane& at) const
{
    begin_walk(group, at);
    const auto* const nodes = nodes_.data();
    const auto* const values = x.data();
    for (std::uint32_t level = 0; level < depths_[group]; ++level)
        for (auto& place : at) {
            const auto& node = nodes[place];
            place = node.left
                + (static_cast<std::uint32_t>(!(values[node.feature] < node.threshold))
                    & node.span);
        }
}

void Forest::walk_with_gaps(std::size_t group, std::span<const float> x, Lane& at) const
{
    begin_walk(group, at);
    for (std::uint32_t level = 0; level < depths_[group]; ++level)
        for (auto& node : at)
            node = static_cast<std::uint32_t>(&step(nodes_[node], x) - nodes_.data());
}

void Forest::add_leaf(std::size_t tree, std::uint32_t leaf, std::span<float> sums) const
{
    const auto* const value = &means_[std::size_t {leaf} * width_];
    if (objective_ != ForestModel::Objective::mean) {
        sums[outputs_[tree]] += *value;
        return;
    }
    for (std::size_t k = 0; k < width_; ++k)
        sums[k] += value[k];
}

void Forest::margins(std::span<const float> x, std::span<float> margins) const
{
    assert(x.size() == features_ && margins.size() == classes_);
    std::ranges::fill(margins, base_margin_);
    if (objective_ == ForestModel::Objective::logistic)
        margins[0] = 0;
    const bool has_gaps = std::ranges::any_of(x, [](float value) { return std::isnan(value); });
    Lane at {};
    for (std::size_t group = 0; group < depths_.size(); ++group) {
        has_gaps ? walk_with_gaps(group, x, at) : walk(group, x, at);
        const auto first = group * lanes;
        for (std::size_t i = 0; i < std::min(lanes, roots_.size() - first); ++i)
            add_leaf(first + i, at[i], margins);
    }
    if (objective_ == ForestModel::Objective::mean)
        for (auto& margin : margins)
            margin /= static_cast<float>(roots_.size());
}

void Forest::predict(std::span<const float> x, std::span<float> probabilities) const
{
    margins(x, probabilities);
    switch (objective_) {
    case ForestModel::Objective::mean: break;
    case ForestModel::Objective::softmax: softmax(probabilities); break;
    case ForestModel::Objective::logistic:
        probabilities[1] = 1.0F / (1.0F + std::exp(-probabilities[1]));
        probabilities[0] = 1.0F - probabilities[1];
        break;
    }
}

std::vector<float> Forest::contributions(std::span<const float> x, std::size_t class_index) const
{
    assert(x.size() == features_ && class_index < classes_);
    const bool is_vector = objective_ == ForestModel::Objective::mean;
    const auto scale = is_vector ? 1.0F / static_cast<float>(roots_.size()) : 1.0F;
    // The first class of a logistic model has no trees: it is what the second is not.
    const bool is_mirrored = objective_ == ForestModel::Objective::logistic && class_index == 0;
    const auto output = is_mirrored ? 1 : class_index;
    const auto sign = is_mirrored ? -scale : scale;
    std::vector<float> parts(features_ + 1, 0);
    parts.back() = sign * base_margin_;
    for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
        if (!is_vector && outputs_[tree] != output)
            continue;
        const auto mean = [&](const Node& node) {
            const auto number = static_cast<std::size_t>(&node - nodes_.data());
            return means_[number * width_ + (is_vector ? class_index : 0)];
        };
        const auto* node = &nodes_[roots_[tree]];
        parts.back() += sign * mean(*node);
        while (node->span != 0) {
            const auto& next = step(*node, x);
            parts[node->feature] += sign * (mean(next) - mean(*node));
            node = &next;
        }
    }
    return parts;
}

}  // namespace hive
