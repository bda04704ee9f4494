// lib/model_card.h - what stands beside a model: its classes, features, thresholds and origin.
//
// MODEL.json has MODEL.card.json beside it:
//   {"kind": "flows", "version": "2026-11-22T12:00:00Z", "data": "flows.csv", "rows": 21000,
//    "accuracy": 0.96, "macro_f1": 0.93, "benign": "Benign", "classes": ["Benign", ...],
//    "thresholds": [0, ...], "features": ["Bwd Pkt Len Min", ...],
//    "histograms": [{"edges": [1.5, ...], "shares": [0.1, ...]}, ...]}
// A model trained elsewhere needs kind, benign, classes and features; the rest may be missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// How a feature was distributed in training: what drift is measured against.
struct FeatureHistogram {
    std::vector<float> edges;  // ascending; bin i holds values in [edges[i-1], edges[i])
    std::vector<double> shares;  // one more than edges, sum 1

    bool operator==(const FeatureHistogram&) const = default;
};

struct ModelCard {
    std::string kind;  // "flows"
    std::string version;
    std::string data;  // what it was trained on
    std::int64_t rows = 0;  // of them
    std::optional<double> accuracy;  // on the rows held back, 0-1
    std::optional<double> macro_f1;
    std::string benign;  // the class that is no attack
    std::vector<std::string> classes;  // in the order of the model's outputs
    std::vector<double> thresholds;  // the least probability a class is named with, each 0-1
    std::vector<std::string> features;  // in the order the model takes them
    std::vector<FeatureHistogram> histograms;  // one a feature, or none at all

    bool operator==(const ModelCard&) const = default;
};

/// Pure; fuzzed. @return an error for a card without classes or features, or that contradicts
///         itself
[[nodiscard]] Result<ModelCard> parse_model_card(std::string_view json);
[[nodiscard]] std::string format_model_card(const ModelCard& card);

/// "flows.json" -> "flows.card.json"
[[nodiscard]] std::string model_card_path(std::string_view model_path);

/// What the outputs of a model come to: the most probable class, or the benign one where that
/// class does not reach its threshold.
/// @param probabilities one a class
/// @param thresholds one a class, or none
/// @param benign index of the class that is no attack
[[nodiscard]] std::size_t judged_class(
    std::span<const float> probabilities, std::span<const double> thresholds, std::size_t benign);

/// At most `bins` bins of like population. @param values not empty; sorted here
[[nodiscard]] FeatureHistogram make_histogram(std::vector<float> values, std::size_t bins = 10);
/// Which bin of the histogram a value falls into.
[[nodiscard]] std::size_t histogram_bin(const FeatureHistogram& histogram, float value);
/// Population stability index of counts per bin against the shares in training: 0 for the
/// same distribution; above 0.25 it has shifted a lot. Empty shares count as a ten-thousandth.
[[nodiscard]] double stability_index(
    const FeatureHistogram& histogram, std::span<const std::uint64_t> counts);

}  // namespace hive
