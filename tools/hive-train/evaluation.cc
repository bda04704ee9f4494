#include "tools/hive-train/evaluation.h"

#include <algorithm>
#include <numeric>

namespace hive {
namespace {

template <class T>
std::optional<std::size_t> index_of(const std::vector<T>& items, const T& wanted)
{
    const auto found = std::ranges::find(items, wanted);
    if (found == items.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - items.begin());
}

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Fills in what the confusion matrix says of one class. @return rows predicted to be of it
std::size_t score(ClassScore& of, const Evaluation& evaluation, std::size_t index)
{
    std::size_t predicted = 0;
    for (const auto& row : evaluation.confusion)
        predicted += row[index];
    const auto right = evaluation.confusion[index][index];
    of.precision = share(right, predicted);
    of.recall = share(right, of.tested);
    const auto sum = of.precision + of.recall;
    of.f1 = sum > 0 ? 2 * of.precision * of.recall / sum : 0;
    return predicted;
}

void score_all(Evaluation& evaluation, std::size_t tested)
{
    std::size_t right = 0;
    std::size_t seen = 0;
    double sum = 0;
    for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
        auto& of = evaluation.classes[i];
        const auto predicted = score(of, evaluation, i);
        right += evaluation.confusion[i][i];
        if (predicted + of.tested == 0)
            continue;
        ++seen;
        sum += of.f1;
    }
    evaluation.accuracy = share(right, tested);
    evaluation.macro_f1 = seen == 0 ? 0 : sum / static_cast<double>(seen);
}

}  // namespace

Predictor::Predictor(const Forest& forest, const ModelCard& card, const TrainingTable& table)
    : forest_ {&forest}, table_ {&table}, thresholds_ {card.thresholds},
      benign_ {index_of(card.classes, card.benign).value_or(0)}, x_(forest.features()),
      probabilities_(forest.classes())
{
}

Result<Predictor> Predictor::create(
    const Forest& forest, const ModelCard& card, const TrainingTable& table)
{
    if (card.features.size() != forest.features() || card.classes.size() != forest.classes())
        return fail("the model has {} features and {} classes, its card {} and {}",
            forest.features(), forest.classes(), card.features.size(), card.classes.size());
    Predictor predictor {forest, card, table};
    for (const auto& name : card.features) {
        const auto column = index_of(table.feature_names, name);
        if (!column)
            return fail("the model needs '{}', which the data has not", name);
        predictor.columns_.push_back(*column);
    }
    for (const auto& name : card.classes) {
        const auto index = index_of(table.class_names, name);
        predictor.classes_.push_back(
            index ? std::optional {static_cast<std::uint16_t>(*index)} : std::nullopt);
    }
    return predictor;
}

std::optional<std::uint16_t> Predictor::predict(std::size_t row)
{
    for (std::size_t i = 0; i < columns_.size(); ++i)
        x_[i] = table_->columns[columns_[i]][row];
    forest_->predict(x_, probabilities_);
    output_ = judged_class(probabilities_, thresholds_, benign_);
    return classes_[output_];
}

Evaluation evaluate(Predictor predictor, const TrainingTable& table, const TimeSplit& split,
    std::string_view benign)
{
    const auto classes = table.class_names.size();
    Evaluation evaluation;
    evaluation.confusion.assign(classes, std::vector<std::size_t>(classes, 0));
    for (const auto row : split.test)
        if (const auto predicted = predictor.predict(row))
            ++evaluation.confusion[table.classes[row]][*predicted];
    const auto trained = count_classes(table, split.train);
    const auto tested = count_classes(table, split.test);
    for (std::size_t i = 0; i < classes; ++i)
        evaluation.classes.push_back(
            {.name = table.class_names[i], .trained = trained[i], .tested = tested[i]});
    score_all(evaluation, split.test.size());
    for (const auto& of : evaluation.classes)
        if (of.name == benign && of.tested > 0)
            evaluation.benign_misjudged = 1 - of.recall;
    return evaluation;
}

}  // namespace hive
