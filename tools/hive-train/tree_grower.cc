#include "tools/hive-train/tree_grower.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace hive {
namespace {

/// Below, sorting a node's values costs less than clearing and scanning a histogram.
constexpr std::size_t exact_below = 192;
/// Smaller gains are what rounding makes of none.
constexpr double least_gain = 1e-7;

/// Above `low`, at most `high`.
float half_way(float low, float high)
{
    const auto middle = low / 2 + high / 2;
    return middle > low ? middle : high;
}

}  // namespace

TreeGrower::TreeGrower(const GrowingGround& ground)
    : ground_ {ground}, classes_ {ground.table.class_names.size()}, drawn_(ground.rows.size()),
      features_(ground.table.features()), totals_(classes_),
      histogram_(BinnedTable::max_bins * classes_), left_(classes_)
{
}

void TreeGrower::draw_samples()
{
    std::ranges::fill(drawn_, std::uint8_t {0});
    std::uniform_int_distribution<std::size_t> pick {0, drawn_.size() - 1};
    for (std::size_t i = 0; i < drawn_.size(); ++i)
        if (auto& times = drawn_[pick(random_)]; times < 255)
            ++times;
    samples_.clear();
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
        if (drawn_[i] == 0)
            continue;
        const auto row = ground_.rows[i];
        const auto class_index = ground_.table.classes[row];
        samples_.push_back({.row = row,
            .class_index = class_index,
            .weight = static_cast<float>(drawn_[i]) * ground_.class_weights[class_index]});
    }
}

/// A leaf until it is split. Leaves the node's sums in totals_, weight_ and squares_.
std::size_t TreeGrower::add_node(std::size_t first, std::size_t last)
{
    std::ranges::fill(totals_, 0.0F);
    for (auto i = first; i < last; ++i)
        totals_[samples_[i].class_index] += samples_[i].weight;
    weight_ = 0;
    squares_ = 0;
    for (const double total : totals_) {
        weight_ += total;
        squares_ += total * total;
    }
    auto& tree = grown_.tree;
    const auto number = tree.size();
    tree.left.push_back(-1);
    tree.right.push_back(-1);
    tree.feature.push_back(0);
    tree.threshold.push_back(0);
    tree.missing_left.push_back(0);
    tree.cover.push_back(static_cast<float>(weight_));
    for (const auto total : totals_)
        tree.value.push_back(total / static_cast<float>(weight_));
    return number;
}

bool TreeGrower::is_pure() const
{
    return std::ranges::count_if(totals_, [](float total) { return total > 0; }) < 2;
}

std::optional<TreeGrower::Split> TreeGrower::split_by_histogram(
    const Node& node, std::size_t feature)
{
    fill_histogram(node, feature);
    std::ranges::fill(left_, 0.0F);
    Sums sums {.right_squares = squares_};
    std::optional<Split> best;
    for (std::size_t bin = 0; bin + 1 < ground_.bins.bins(feature); ++bin) {
        for (std::size_t k = 0; k < classes_; ++k)
            if (const auto moved = histogram_[bin * classes_ + k]; moved > 0)
                move_left(sums, k, moved);
        if (sums.left_weight <= 0)
            continue;
        // What is left of the right side by rounding is none.
        if (sums.left_weight >= weight_ * (1 - least_gain))
            break;
        const auto gain = gain_of(sums);
        if (gain > (best ? best->gain : least_gain))
            best = {.feature = feature, .gain = gain, .bin = static_cast<int>(bin) + 1};
    }
    return best;
}

void TreeGrower::fill_histogram(const Node& node, std::size_t feature)
{
    const auto bins = ground_.bins.bins(feature);
    const auto& column = ground_.bins.column(feature);
    std::fill_n(histogram_.begin(), bins * classes_, 0.0F);
    for (auto i = node.first; i < node.last; ++i) {
        const auto& sample = samples_[i];
        const std::size_t bin = column[sample.row];
        histogram_[bin * classes_ + sample.class_index] += sample.weight;
    }
}

/// Weight of a class goes over to the left side.
void TreeGrower::move_left(Sums& sums, std::size_t class_index, double moved)
{
    const double left = left_[class_index];
    const auto right = totals_[class_index] - left;
    sums.left_squares += moved * (2 * left + moved);
    sums.right_squares -= moved * (2 * right - moved);
    sums.left_weight += moved;
    left_[class_index] += static_cast<float>(moved);
}

/// left² / left + right² / right - all² / all, squares summed over
/// classes: how much Gini impurity falls, times the weight.
double TreeGrower::gain_of(const Sums& sums) const
{
    return sums.left_squares / sums.left_weight + sums.right_squares / (weight_ - sums.left_weight)
        - squares_ / weight_;
}

std::optional<TreeGrower::Split> TreeGrower::split_exactly(const Node& node, std::size_t feature)
{
    const auto& column = ground_.table.columns[feature];
    values_.clear();
    for (auto i = node.first; i < node.last; ++i)
        values_.push_back(
            {.value = column[samples_[i].row], .sample = static_cast<std::uint32_t>(i)});
    std::ranges::sort(values_, {}, &Value::value);
    std::ranges::fill(left_, 0.0F);
    Sums sums {.right_squares = squares_};
    std::optional<Split> best;
    for (std::size_t i = 0; i + 1 < values_.size(); ++i) {
        const auto& sample = samples_[values_[i].sample];
        move_left(sums, sample.class_index, sample.weight);
        if (values_[i].value == values_[i + 1].value)
            continue;
        const auto gain = gain_of(sums);
        if (gain > (best ? best->gain : least_gain))
            best = {.feature = feature,
                .gain = gain,
                .threshold = half_way(values_[i].value, values_[i + 1].value)};
    }
    return best;
}

/// Of the square root of the features; of more while none of those has a split.
std::optional<TreeGrower::Split> TreeGrower::best_split(const Node& node)
{
    const auto wanted = static_cast<std::size_t>(std::sqrt(static_cast<double>(features_.size())));
    std::optional<Split> best;
    for (std::size_t i = 0; i < features_.size() && (i < wanted || !best); ++i) {
        std::uniform_int_distribution<std::size_t> pick {i, features_.size() - 1};
        std::swap(features_[i], features_[pick(random_)]);
        const auto split = node.last - node.first < exact_below
            ? split_exactly(node, features_[i])
            : split_by_histogram(node, features_[i]);
        if (split && (!best || split->gain > best->gain))
            best = split;
    }
    return best;
}

/// Puts the samples of the left child first and makes a bin's edge a threshold.
/// @return where the right child's begin
std::size_t TreeGrower::part(const Node& node, Split& split)
{
    const auto begin = samples_.begin();
    const auto& column = ground_.table.columns[split.feature];
    const auto& bins = ground_.bins.column(split.feature);
    const auto is_left = [&](const Sample& sample) {
        return split.bin < 0 ? column[sample.row] < split.threshold : bins[sample.row] < split.bin;
    };
    const auto middle = std::partition(begin + static_cast<std::ptrdiff_t>(node.first),
                            begin + static_cast<std::ptrdiff_t>(node.last), is_left)
        - begin;
    if (split.bin >= 0)
        split.threshold = between(node, static_cast<std::size_t>(middle), split.feature);
    return static_cast<std::size_t>(middle);
}

/// Between the largest value on the left and the smallest on the right.
float TreeGrower::between(const Node& node, std::size_t middle, std::size_t feature) const
{
    const auto& column = ground_.table.columns[feature];
    float low = -std::numeric_limits<float>::infinity();
    float high = std::numeric_limits<float>::infinity();
    for (auto i = node.first; i < middle; ++i)
        low = std::max(low, column[samples_[i].row]);
    for (auto i = middle; i < node.last; ++i)
        high = std::min(high, column[samples_[i].row]);
    return half_way(low, high);
}

GrownTree TreeGrower::grow(std::uint64_t seed)
{
    random_.seed(seed);
    std::iota(features_.begin(), features_.end(), std::size_t {0});
    grown_ = {};
    grown_.tree.width = classes_;
    grown_.importance.assign(features_.size(), 0);
    draw_samples();
    std::vector<Node> open {{.first = 0, .last = samples_.size()}};
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        const auto number = add_node(node.first, node.last);
        if (node.link != nullptr)
            (grown_.tree.*node.link)[node.parent] = static_cast<std::int32_t>(number);
        auto split = is_pure() ? std::nullopt : best_split(node);
        if (!split)
            continue;
        const auto middle = part(node, *split);
        grown_.importance[split->feature] += split->gain;
        grown_.tree.feature[number] = static_cast<std::uint16_t>(split->feature);
        grown_.tree.threshold[number] = split->threshold;
        open.push_back({middle, node.last, number, &Tree::right});
        open.push_back({node.first, middle, number, &Tree::left});
    }
    return std::exchange(grown_, {});
}

}  // namespace hive
