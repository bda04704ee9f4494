#include "daemons/guard/model.h"

#include <algorithm>
#include <ranges>

namespace hive {
namespace {

constexpr std::uint64_t least_for_drift = 200;

}  // namespace

Model::Model(ModelFile file, std::size_t benign)
    : file_ {std::move(file)}, benign_ {benign}, probabilities_(file_.forest.classes())
{
    reset_drift();
}

Result<Model> Model::create(
    ModelFile file, std::string_view kind, std::span<const std::string_view> features)
{
    const auto& card = file.card;
    if (card.kind != kind)
        return fail("the model is of kind '{}', not '{}'", card.kind, kind);
    if (!std::ranges::equal(card.features, features))
        return fail("the model takes other features than these of kind '{}'", kind);
    const auto benign = std::ranges::find(card.classes, card.benign);
    if (benign == card.classes.end())
        return fail("the model has no class '{}'", card.benign);
    const auto index = static_cast<std::size_t>(benign - card.classes.begin());
    return Model {std::move(file), index};
}

Judgement Model::judge(std::span<const float> features)
{
    ++counted_;
    for (std::size_t i = 0; i < bins_.size(); ++i)
        ++bins_[i][histogram_bin(file_.card.histograms[i], features[i])];
    file_.forest.predict(features, probabilities_);
    const auto index = judged_class(probabilities_, file_.card.thresholds, benign_);
    return {.class_index = index, .score = probabilities_[index], .is_attack = index != benign_};
}

std::vector<Reason> Model::reasons(std::span<const float> features, std::size_t class_index) const
{
    const auto moved = file_.forest.contributions(features, class_index);
    std::vector<std::size_t> order(features.size());
    std::ranges::copy(std::views::iota(std::size_t {0}, order.size()), order.begin());
    std::ranges::stable_sort(order, std::greater {}, [&moved](auto i) { return moved[i]; });
    std::vector<Reason> all;
    for (const auto i : order) {
        if (all.size() == max_reasons || moved[i] <= 0)
            break;
        all.push_back({.name = file_.card.features[i],
            .value = features[i],
            .weight = moved[i],
            .text = fmt::format("{} is {:.6g}", file_.card.features[i], features[i])});
    }
    return all;
}

std::vector<Drift> Model::drift() const
{
    std::vector<Drift> all;
    if (counted_ < least_for_drift)
        return all;
    for (std::size_t i = 0; i < bins_.size(); ++i)
        all.push_back({.feature = file_.card.features[i],
            .psi = stability_index(file_.card.histograms[i], bins_[i])});
    return all;
}

void Model::reset_drift()
{
    counted_ = 0;
    bins_.clear();
    for (const auto& histogram : file_.card.histograms)
        bins_.emplace_back(histogram.shares.size());
}

}  // namespace hive
