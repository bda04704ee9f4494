#include "lib/model_card.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "lib/forest_model.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t max_card_bytes {4U << 20U};
constexpr std::size_t max_histogram_bins = 256;

/// The numbers of a list member. @return an error when one is no number within [low, high]
Result<std::vector<double>> numbers_at(
    const Json& object, std::string_view key, double low, double high)
{
    std::vector<double> numbers;
    const auto found = object.find(key);
    if (found == object.end())
        return numbers;
    if (!found->is_array() || found->size() > max_model_features)
        return fail("the card's '{}' is no list", key);
    for (const auto& item : *found) {
        const auto number = item.is_number() ? item.get<double>() : std::nan("");
        const bool is_within = number >= low && number <= high;
        if (!is_within)
            return fail("the card's '{}' holds {}", key, to_text(item).substr(0, 40));
        numbers.push_back(number);
    }
    return numbers;
}

Result<std::vector<std::string>> names_at(
    const Json& object, std::string_view key, std::size_t least, std::size_t most)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array() || found->size() < least
        || found->size() > most)
        return fail("the card has no '{}', a list of {}-{} names", key, least, most);
    std::vector<std::string> names;
    for (const auto& item : *found) {
        if (!item.is_string() || item.get_ref<const std::string&>().empty())
            return fail("the card's '{}' holds {}", key, to_text(item).substr(0, 40));
        names.push_back(item.get<std::string>());
        if (std::ranges::count(names, names.back()) > 1)
            return fail("the card's '{}' holds '{}' twice", key, names.back());
    }
    return names;
}

Result<FeatureHistogram> read_histogram(const Json& object)
{
    if (!object.is_object())
        return fail("the card's 'histograms' holds no object");
    constexpr double largest = std::numeric_limits<float>::max();
    FeatureHistogram histogram;
    for (const auto edge : TRY(numbers_at(object, "edges", -largest, largest)))
        histogram.edges.push_back(static_cast<float>(edge));
    histogram.shares = TRY(numbers_at(object, "shares", 0, 1));
    if (histogram.shares.size() != histogram.edges.size() + 1
        || histogram.shares.size() > max_histogram_bins || !std::ranges::is_sorted(histogram.edges))
        return fail("a histogram of the card needs ascending edges and one share more");
    return histogram;
}

Result<> read_histograms(const Json& object, ModelCard& card)
{
    const auto found = object.find("histograms");
    if (found == object.end())
        return {};
    if (!found->is_array() || (!found->empty() && found->size() != card.features.size()))
        return fail("the card needs a histogram for each feature, or none");
    for (const auto& histogram : *found)
        card.histograms.push_back(TRY(read_histogram(histogram)));
    return {};
}

std::optional<double> optional_real(const Json& object, std::string_view key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number())
        return std::nullopt;
    return found->get<double>();
}

}  // namespace

Result<ModelCard> parse_model_card(std::string_view json)
{
    if (json.size() > max_card_bytes)
        return fail("the card is larger than {} bytes", max_card_bytes);
    const auto object = TRY(parse_json(json));
    if (!object.is_object())
        return fail("the card is no JSON object");
    ModelCard card {.kind = text_at(object, "kind"),
        .version = text_at(object, "version"),
        .data = text_at(object, "data"),
        .rows = integer_at(object, "rows"),
        .accuracy = optional_real(object, "accuracy"),
        .macro_f1 = optional_real(object, "macro_f1"),
        .benign = text_at(object, "benign")};
    card.classes = TRY(names_at(object, "classes", 2, max_classes));
    card.features = TRY(names_at(object, "features", 1, max_model_features));
    card.thresholds = TRY(numbers_at(object, "thresholds", 0, 1));
    if (card.thresholds.empty())
        card.thresholds.assign(card.classes.size(), 0);
    if (card.thresholds.size() != card.classes.size())
        return fail("the card needs a threshold for each class, or none");
    if (std::ranges::find(card.classes, card.benign) == card.classes.end())
        return fail("the card's 'benign' is '{}', none of its classes", card.benign);
    TRY(read_histograms(object, card));
    return card;
}

std::string format_model_card(const ModelCard& card)
{
    Json object {
        {"kind", card.kind}, {"version", card.version}, {"data", card.data}, {"rows", card.rows}};
    if (card.accuracy)
        object["accuracy"] = *card.accuracy;
    if (card.macro_f1)
        object["macro_f1"] = *card.macro_f1;
    object["benign"] = card.benign;
    object["classes"] = card.classes;
    object["thresholds"] = card.thresholds;
    object["features"] = card.features;
    auto& histograms = object["histograms"] = Json::array();
    for (const auto& histogram : card.histograms)
        histograms.push_back({{"edges", histogram.edges}, {"shares", histogram.shares}});
    return to_text(object) + '\n';
}

std::string model_card_path(std::string_view model_path)
{
    if (model_path.ends_with(".json"))
        model_path.remove_suffix(5);
    return std::string {model_path} + ".card.json";
}

std::size_t judged_class(
    std::span<const float> probabilities, std::span<const double> thresholds, std::size_t benign)
{
    const auto best
        = static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin());
    const bool is_sure
        = best >= thresholds.size() || static_cast<double>(probabilities[best]) >= thresholds[best];
    return is_sure ? best : benign;
}

FeatureHistogram make_histogram(std::vector<float> values, std::size_t bins)
{
    std::ranges::sort(values);
    FeatureHistogram histogram;
    for (std::size_t bin = 1; bin < bins; ++bin) {
        const auto edge = values[bin * values.size() / bins];
        if (edge > (histogram.edges.empty() ? values.front() : histogram.edges.back()))
            histogram.edges.push_back(edge);
    }
    histogram.shares.assign(histogram.edges.size() + 1, 0);
    for (const auto value : values)
        histogram.shares[histogram_bin(histogram, value)] += 1;
    for (auto& share : histogram.shares)
        share /= static_cast<double>(values.size());
    return histogram;
}

std::size_t histogram_bin(const FeatureHistogram& histogram, float value)
{
    return static_cast<std::size_t>(
        std::ranges::upper_bound(histogram.edges, value) - histogram.edges.begin());
}

double stability_index(const FeatureHistogram& histogram, std::span<const std::uint64_t> counts)
{
    constexpr double least = 1e-4;
    const auto total
        = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t {0}));
    if (total == 0)
        return 0;
    double index = 0;
    for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin) {
        const auto expected = std::max(histogram.shares[bin], least);
        const auto actual = std::max(static_cast<double>(counts[bin]) / total, least);
        index += (actual - expected) * std::log(actual / expected);
    }
    return index;
}

}  // namespace hive
