// tools/hive-train/report.h - what a training came to, for a person and for a program. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/model_card.h"
#include "tools/hive-train/evaluation.h"

namespace hive {

struct Report {
    ModelCard card;
    Evaluation evaluation;
    std::vector<double> importance;  // of the card's features, sum 1; empty when not known
    double seconds = 0;  // the training took
    double cpu_seconds = 0;  // of all threads
    std::size_t refused = 0;  // lines of the data that were no labelled record
    std::string verdict;  // "written", "refused: ..."
};

/// Features with their importance, greatest first.
[[nodiscard]] std::vector<std::pair<std::string, double>> ranked_features(const Report& report);

[[nodiscard]] std::string report_text(const Report& report);
[[nodiscard]] Json report_json(const Report& report);
/// One page on its own, without scripts.
[[nodiscard]] std::string report_html(const Report& report);

}  // namespace hive
