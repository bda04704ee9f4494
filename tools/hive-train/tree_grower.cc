#include "tools/hive-train/tree_grower.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <utility>

namespace hive {
namespace {

/// Up to here, sorting a node's values costs less than clearing and scanning a histogram.
constexpr std::size_t most_for_exact = ValueSorter::room;
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
    : ground_ {ground}, classes_ {ground.classes}, drawn_(ground.bins.rows()),
      features_(ground.features), totals_(classes_), places_(classes_),
      wanted_ {static_cast<std::size_t>(std::sqrt(static_cast<double>(features_.size())))},
      histograms_(BinnedTable::max_bins * classes_ * wanted_), left_(classes_)
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
        const auto class_index = ground_.bins.class_of(i);
        samples_.push_back({.row = static_cast<std::uint32_t>(i),
            .class_index = class_index,
            .weight = static_cast<float>(drawn_[i]) * ground_.class_weights[class_index]});
    }
    right_samples_.resize(samples_.size());
}

/// A leaf until it is split. Leaves what is in the node in totals_, present_, weight_, squares_.
std::size_t TreeGrower::add_node(std::size_t first, std::size_t last)
{
    std::ranges::fill(totals_, 0.0F);
    for (auto i = first; i < last; ++i)
        totals_[samples_[i].class_index] += samples_[i].weight;
    weight_ = 0;
    squares_ = 0;
    present_.clear();
    for (std::size_t k = 0; k < classes_; ++k) {
        if (totals_[k] <= 0)
            continue;
        const double total = totals_[k];
        weight_ += total;
        squares_ += total * total;
        places_[k] = static_cast<std::uint16_t>(present_.size());
        present_.push_back(static_cast<std::uint16_t>(k));
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

/// All features in one pass: their sums do not wait for each other.
void TreeGrower::fill_histograms(const Node& node, std::span<const std::size_t> features)
{
    const auto width = present_.size();
    const auto size = BinnedTable::max_bins * width;
    std::fill_n(histograms_.begin(), size * features.size(), 0.0F);
    columns_.clear();
    for (const auto feature : features)
        columns_.push_back(ground_.bins.column(feature).data());
    for (auto i = node.first; i < node.last; ++i) {
        const auto& sample = samples_[i];
        auto* histogram = histograms_.data() + places_[sample.class_index];
        for (const auto* const column : columns_) {
            histogram[column[sample.row] * width] += sample.weight;
            histogram += size;
        }
    }
}

std::optional<TreeGrower::Split> TreeGrower::split_by_histogram(
    std::size_t feature, std::span<const float> histogram)
{
    std::ranges::fill(left_, 0.0F);
    Sums sums {.right_squares = squares_};
    std::optional<Split> best;
    auto best_gain = least_gain;
    std::optional<std::size_t> last;  // bin that holds something
    for (std::size_t bin = 0; bin < ground_.bins.bins(feature); ++bin) {
        const auto weights = histogram.subspan(bin * present_.size(), present_.size());
        if (std::ranges::none_of(weights, [](float weight) { return weight > 0; }))
            continue;
        if (last)
            if (const auto gain = gain_of(sums); gain > best_gain) {
                best_gain = gain;
                best = {.feature = feature,
                    .gain = gain,
                    .threshold = half_way(ground_.bins.bounds(feature, *last).greatest,
                        ground_.bins.bounds(feature, bin).least),
                    .bin = static_cast<std::uint8_t>(bin)};
            }
        for (std::size_t k = 0; k < weights.size(); ++k)
            if (weights[k] > 0)
                move_left(sums, present_[k], weights[k]);
        last = bin;
    }
    return best;
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
    const auto column = ground_.bins.values(feature);
    const auto bins = ground_.bins.column(feature);
    values_.clear();
    for (auto i = node.first; i < node.last; ++i) {
        const auto& sample = samples_[i];
        values_.add({.value = column[sample.row],
                        .weight = sample.weight,
                        .class_index = sample.class_index},
            bins[sample.row]);
    }
    const auto values = values_.sorted();
    if (values.front().value == values.back().value)
        return std::nullopt;
    std::ranges::fill(left_, 0.0F);
    Sums sums {.right_squares = squares_};
    std::optional<Split> best;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        move_left(sums, values[i].class_index, values[i].weight);
        if (values[i].value == values[i + 1].value)
            continue;
        const auto gain = gain_of(sums);
        if (gain > (best ? best->gain : least_gain))
            best = {.feature = feature,
                .gain = gain,
                .threshold = half_way(values[i].value, values[i + 1].value)};
    }
    return best;
}

std::optional<TreeGrower::Split> TreeGrower::best_of(
    const Node& node, std::span<const std::size_t> features)
{
    const bool is_exact = node.last - node.first <= most_for_exact;
    const auto size = BinnedTable::max_bins * present_.size();
    if (!is_exact)
        fill_histograms(node, features);
    std::optional<Split> best;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto split = is_exact
            ? split_exactly(node, features[i])
            : split_by_histogram(features[i], std::span {histograms_}.subspan(i * size, size));
        if (split && (!best || split->gain > best->gain))
            best = split;
    }
    return best;
}

/// Of the square root of the features; of more while none of those has a split.
std::optional<TreeGrower::Split> TreeGrower::best_split(const Node& node)
{
    const std::span features {features_};
    const auto draw = [&](std::size_t i) {
        std::uniform_int_distribution<std::size_t> pick {i, features.size() - 1};
        std::swap(features[i], features[pick(random_)]);
    };
    for (std::size_t i = 0; i < wanted_; ++i)
        draw(i);
    auto best = best_of(node, features.first(wanted_));
    for (auto i = wanted_; i < features.size() && !best; ++i) {
        draw(i);
        best = best_of(node, features.subspan(i, 1));
    }
    return best;
}

/// Puts the samples of the left child first. @return where the right child's begin
std::size_t TreeGrower::part(const Node& node, const Split& split)
{
    const auto values = ground_.bins.values(split.feature);
    const auto bins = ground_.bins.column(split.feature);
    const auto goes_left = [&](std::uint32_t row) {
        return split.bin > 0 ? bins[row] < split.bin : values[row] < split.threshold;
    };
    // Written to both sides: which one counts is no branch that could be guessed wrong.
    auto middle = node.first;
    std::size_t rights = 0;
    for (auto i = node.first; i < node.last; ++i) {
        const auto sample = samples_[i];
        const std::size_t lefts = goes_left(sample.row) ? 1 : 0;
        samples_[middle] = sample;
        right_samples_[rights] = sample;
        middle += lefts;
        rights += 1 - lefts;
    }
    std::copy_n(
        right_samples_.begin(), rights, samples_.begin() + static_cast<std::ptrdiff_t>(middle));
    return middle;
}

GrownTree TreeGrower::grow(std::uint64_t seed)
{
    random_.seed(seed);
    std::ranges::copy(std::views::iota(std::size_t {0}, features_.size()), features_.begin());
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
        const auto split = present_.size() < 2 ? std::nullopt : best_split(node);
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
