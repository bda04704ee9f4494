#include "tools/hive-train/train.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>
#include <thread>

#include "lib/csv_line.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/model_file.h"
#include "tools/hive-train/boosted.h"
#include "tools/hive-train/random_forest.h"
#include "tools/hive-train/report.h"
#include "tools/hive-train/thresholds.h"
#include "tools/hive-train/training_data.h"

namespace hive {
namespace {

constexpr std::size_t complaints_shown = 10;

/// The first few lines that are refused are shown one by one.
Result<TrainingData> load(const Arguments& arguments, Arguments::Kind kind)
{
    std::size_t shown = 0;
    auto data = TRY(read_training_data(arguments, kind, [&shown](std::string_view complaint) {
        if (++shown <= complaints_shown)
            fmt::print(stderr, "hive-train: {}\n", complaint);
    }));
    if (data.refused > 0)
        fmt::print(stderr, "hive-train: {} lines refused\n", data.refused);
    return data;
}

Result<std::string> find_benign(const Arguments& arguments, const TrainingTable& table)
{
    const auto found = std::ranges::find_if(
        table.class_names, [&](const auto& name) { return arguments.is_benign(name); });
    if (found == table.class_names.end())
        return fail("the data has no class '{}': which is no attack? say so by --benign",
            arguments.benign.empty() ? "benign" : arguments.benign);
    return *found;
}

std::string now_text()
{
    const auto now = std::time(nullptr);
    std::tm utc {};
    ::gmtime_r(&now, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
        utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

/// A boosted tree of much weight given to benign rows misjudges fewer of them, and takes hardly an
/// attack more for one: chosen on folds of the training rows by time.
constexpr double benign_weight_of_boosted = 5;

/// "balanced" as scikit-learn's: rows over (classes times the class's rows).
std::vector<float> class_weights(
    const Arguments& arguments, const TrainingTable& table, std::span<const std::uint32_t> rows)
{
    const bool is_boosted = arguments.learner == Arguments::Learner::boosted;
    const auto benign = arguments.benign_weight.value_or(is_boosted ? benign_weight_of_boosted : 1);
    const bool is_balanced = arguments.weights == Arguments::ClassWeights::balanced;
    const auto counts = count_classes(table, rows);
    std::vector<float> weights(counts.size(), 1);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (is_balanced && counts[i] > 0)
            weights[i]
                = static_cast<float>(rows.size()) / static_cast<float>(counts.size() * counts[i]);
        if (arguments.is_benign(table.class_names[i]))
            weights[i] *= static_cast<float>(benign);
    }
    return weights;
}

Result<TrainedForest> learn(
    const Arguments& arguments, const TrainingTable& table, const Rows& rows)
{
    const auto processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const auto threads = arguments.threads > 0 ? arguments.threads : processors;
    auto weights = class_weights(arguments, table, rows);
    switch (arguments.learner) {
    case Arguments::Learner::forest: break;
    case Arguments::Learner::boosted:
        return TrainedForest {.model = TRY(train_boosted(table, rows,
                                  {.rounds = arguments.trees,
                                      .depth = arguments.depth,
                                      .seed = arguments.seed,
                                      .threads = threads,
                                      .class_weights = std::move(weights)}))};
    }
    return train_random_forest(table, rows,
        {.trees = arguments.trees,
            .seed = arguments.seed,
            .threads = threads,
            .class_weights = std::move(weights)});
}

std::string sources_text(const Arguments::Sources& sources)
{
    auto names = sources.data;
    for (const auto& log : sources.logs)
        names.push_back(log.path);
    names.insert(names.end(), sources.histories.begin(), sources.histories.end());
    return fmt::format("{}", fmt::join(names, ", "));
}

Result<ModelCard> make_card(
    const Arguments& arguments, const TrainingTable& table, const Rows& rows)
{
    ModelCard card {.kind = arguments.kind == Arguments::Kind::http ? "http" : "flows",
        .version = now_text(),
        .data = sources_text(arguments.learn_from),
        .rows = static_cast<std::int64_t>(rows.size()),
        .benign = TRY(find_benign(arguments, table)),
        .classes = table.class_names,
        .features = table.feature_names};
    for (const auto& column : table.columns) {
        std::vector<float> values;
        for (const auto row : rows)
            values.push_back(column[row]);
        card.histograms.push_back(make_histogram(std::move(values)));
    }
    return card;
}

/// Of the rows to learn from, the latest of each class: a model of the others is asked about them.
constexpr double held_back_for_thresholds = 0.25;
constexpr double let_go_by_boosted = 0.005;

/// In service nearly all windows are benign, other than in training, and of sites that no log is
/// of.
constexpr double least_sure_of_http = 0.7;

/// What nearly all rows of a class reach; the rows to judge by have no part in it.
Result<std::vector<double>> reached_thresholds(
    const Arguments& arguments, const TrainingTable& table, const Rows& rows, const ModelCard& card)
{
    const bool is_boosted = arguments.learner == Arguments::Learner::boosted;
    const auto let_go = arguments.let_go.value_or(is_boosted ? let_go_by_boosted : 0);
    const auto split = split_by_time(table, rows, held_back_for_thresholds);
    if (let_go == 0 || split.test.empty())
        return std::vector<double>(table.class_names.size(), 0);
    const auto earlier = TRY(learn(arguments, table, split.train));
    const Forest forest {earlier.model};
    const auto benign = std::ranges::find(card.classes, card.benign) - card.classes.begin();
    return choose_thresholds(TRY(Predictor::create(forest, card, table)), table, split.test,
        static_cast<std::size_t>(benign), let_go);
}

/// How sure the model is to be of each class.
Result<std::vector<double>> find_thresholds(
    const Arguments& arguments, const TrainingTable& table, const Rows& rows, const ModelCard& card)
{
    const bool is_http = arguments.kind == Arguments::Kind::http;
    const auto sure = arguments.sure.value_or(is_http ? least_sure_of_http : 0);
    auto thresholds = TRY(reached_thresholds(arguments, table, rows, card));
    for (std::size_t i = 0; i < thresholds.size(); ++i)
        if (card.classes[i] != card.benign)
            thresholds[i] = std::max(thresholds[i], sure);
    return thresholds;
}

Result<> write_reports(const std::string& name, const Report& report)
{
    constexpr mode_t readable = 0644;
    TRY(write_file(name + ".txt", report_text(report), readable));
    TRY(write_file(name + ".json", report_json(report).dump(2) + '\n', readable));
    return write_file(name + ".html", report_html(report), readable);
}

/// Why the model must not replace the one that is there; judged on the same rows.
Result<std::optional<std::string>> objection(const Arguments& arguments, const TrainingTable& table,
    const TimeSplit& split, const Report& report)
{
    if (arguments.promotion == Arguments::Promotion::always)
        return std::nullopt;
    const auto present = TRY(ModelFile::load_if_present(arguments.model));
    if (!present)
        return std::nullopt;
    auto predictor = Predictor::create(present->forest, present->card, table);
    if (!predictor)
        return fail("{}: {}; --force replaces it", arguments.model, predictor.error().message());
    const auto old = evaluate(*std::move(predictor), table, split, present->card.benign);
    if (report.evaluation.macro_f1 >= old.macro_f1)
        return std::nullopt;
    return fmt::format("refused: macro-F1 {:.4f}, of the model that is there {:.4f}",
        report.evaluation.macro_f1, old.macro_f1);
}

}  // namespace

Result<Promotion> train(const Arguments& arguments)
{
    const auto data = TRY(load(arguments, arguments.kind));
    const auto& table = data.table;
    const auto split = split_by_time(table, arguments.held_back);
    auto card = TRY(make_card(arguments, table, split.train));
    card.thresholds = TRY(find_thresholds(arguments, table, split.train, card));
    const auto start = std::chrono::steady_clock::now();
    const auto cpu_start = std::clock();
    const auto trained = TRY(learn(arguments, table, split.train));
    const auto cpu_spent = std::clock() - cpu_start;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    Report report {.card = std::move(card),
        .importance = trained.importance,
        .seconds = spent.count(),
        .cpu_seconds = static_cast<double>(cpu_spent) / CLOCKS_PER_SEC,
        .refused = data.refused};
    const Forest forest {trained.model};
    report.evaluation = evaluate(
        TRY(Predictor::create(forest, report.card, table)), table, split, report.card.benign);
    report.card.accuracy = report.evaluation.accuracy;
    report.card.macro_f1 = report.evaluation.macro_f1;
    const auto objected = TRY(objection(arguments, table, split, report));
    report.verdict = objected.value_or("written");
    if (!objected)
        TRY(ModelFile::write(arguments.model, trained.model, report.card));
    fmt::print("{}", report_text(report));
    if (!arguments.report.empty())
        TRY(write_reports(arguments.report, report));
    return objected ? Promotion::refused : Promotion::promoted;
}

Result<> predict(const Arguments& arguments)
{
    const auto model = TRY(ModelFile::load(arguments.model));
    const auto kind = model.card.kind == "http" ? Arguments::Kind::http : Arguments::Kind::flows;
    const auto data = TRY(load(arguments, kind));
    auto predictor = TRY(Predictor::create(model.forest, model.card, data.table));
    std::string header = "label,predicted";
    for (const auto& name : model.card.classes)
        header += ',' + csv_quoted(name);
    fmt::print("{}\n", header);
    for (std::size_t row = 0; row < data.table.rows(); ++row) {
        static_cast<void>(predictor.predict(row));
        fmt::print("{},{},{}\n", csv_quoted(data.table.class_names[data.table.classes[row]]),
            csv_quoted(model.card.classes[predictor.output()]),
            fmt::join(predictor.probabilities(), ","));
    }
    return {};
}

}  // namespace hive
