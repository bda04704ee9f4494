// tools/hive-train/evaluation.h - how well a model does on rows it has not seen. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/forest.h"
#include "lib/model_card.h"
#include "tools/hive-train/table.h"

namespace hive {

struct ClassScore {
    std::string name;
    std::size_t trained = 0;  // rows to learn from
    std::size_t tested = 0;  // rows it was judged by
    double precision = 0;  // 0-1; 0 when it was never predicted
    double recall = 0;
    double f1 = 0;
    /// Of too few rows to learn (30) or to judge (10): its figures mean little.
    [[nodiscard]] bool has_too_few_rows() const { return trained < 30 || tested < 10; }
};

struct Evaluation {
    std::vector<ClassScore> classes;
    std::vector<std::vector<std::size_t>> confusion;  // [true class][predicted class] rows
    double accuracy = 0;
    double macro_f1 = 0;  // mean over the classes that occur, in truth or prediction
    std::optional<double> benign_misjudged;  // share of benign rows taken for an attack
};

/// Takes the class of each row from the model, by the thresholds of its card.
class Predictor {
public:
    /// @param card names classes and features; the forest's numbers must agree with it
    static Result<Predictor> create(
        const Forest& forest, const ModelCard& card, const TrainingTable& table);
    /// @return index into the table's class names; none when the table has no such class
    [[nodiscard]] std::optional<std::uint16_t> predict(std::size_t row);
    /// As the call before it left them, in the order of the card's classes.
    [[nodiscard]] std::span<const float> probabilities() const { return probabilities_; }
    [[nodiscard]] std::size_t output() const { return output_; }

private:
    Predictor(const Forest& forest, const ModelCard& card, const TrainingTable& table);
    const Forest* forest_;
    const TrainingTable* table_;
    std::vector<double> thresholds_;
    std::size_t benign_;  // index into the card's classes
    std::vector<std::size_t> columns_;  // of the table, in the model's order
    std::vector<std::optional<std::uint16_t>> classes_;  // of the table, for each output
    std::vector<float> x_;
    std::vector<float> probabilities_;
    std::size_t output_ = 0;
};

/// @param benign name of the class that is no attack
[[nodiscard]] Evaluation evaluate(Predictor predictor, const TrainingTable& table,
    const TimeSplit& split, std::string_view benign);

}  // namespace hive
