#include "tools/hive-train/thresholds.h"

#include <algorithm>

namespace hive {

std::vector<double> choose_thresholds(Predictor predictor, const TrainingTable& table,
    std::span<const std::uint32_t> rows, std::size_t benign, double let_go)
{
    std::vector<std::vector<float>> known(table.class_names.size());
    for (const auto row : rows)
        if (const auto predicted = predictor.predict(row); predicted == table.classes[row])
            known[*predicted].push_back(predictor.probabilities()[predictor.output()]);
    std::vector<double> thresholds(known.size(), 0);
    for (std::size_t i = 0; i < known.size(); ++i) {
        auto& scores = known[i];
        if (i == benign || scores.size() < least_for_threshold)
            continue;
        std::ranges::sort(scores);
        const auto below = static_cast<double>(scores.size()) * let_go;
        thresholds[i] = scores[std::min(static_cast<std::size_t>(below), scores.size() - 1)];
    }
    return thresholds;
}

}  // namespace hive
