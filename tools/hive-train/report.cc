#include "tools/hive-train/report.h"

#include <algorithm>

#include "lib/json.h"

namespace hive {
namespace {

std::size_t name_width(const Report& report)
{
    std::size_t width = 5;
    for (const auto& of : report.evaluation.classes)
        width = std::max(width, of.name.size());
    return width;
}

std::string class_table(const Report& report)
{
    const auto width = name_width(report);
    auto text
        = fmt::format("{:<{}}  trained   tested  precision  recall      f1\n", "class", width);
    for (const auto& of : report.evaluation.classes)
        text += fmt::format("{:<{}}  {:>7}  {:>7}  {:>9.4f}  {:>6.4f}  {:>6.4f}{}\n", of.name,
            width, of.trained, of.tested, of.precision, of.recall, of.f1,
            of.has_too_few_rows() ? "  too few rows" : "");
    return text;
}

std::string confusion_table(const Report& report)
{
    const auto& classes = report.evaluation.classes;
    const auto width = name_width(report) + 4;
    auto text = fmt::format("{:<{}}", "is \\ taken for", width);
    for (std::size_t i = 0; i < classes.size(); ++i)
        text += fmt::format(" {:>6}", i + 1);
    text += '\n';
    for (std::size_t i = 0; i < classes.size(); ++i) {
        text += fmt::format("{:<{}}", fmt::format("{:>2} {}", i + 1, classes[i].name), width);
        for (const auto count : report.evaluation.confusion[i])
            text += fmt::format(" {:>6}", count);
        text += '\n';
    }
    return text;
}

}  // namespace

std::vector<std::pair<std::string, double>> ranked_features(const Report& report)
{
    std::vector<std::pair<std::string, double>> ranked;
    ranked.reserve(report.importance.size());
    for (std::size_t i = 0; i < report.importance.size(); ++i)
        ranked.emplace_back(report.card.features[i], report.importance[i]);
    std::ranges::stable_sort(ranked, std::greater {}, &std::pair<std::string, double>::second);
    return ranked;
}

std::string report_text(const Report& report)
{
    const auto& evaluation = report.evaluation;
    auto text = fmt::format("model {} of {} rows, trained in {:.2f} s: {}\n\n", report.card.version,
        report.card.rows, report.seconds, report.verdict);
    text += fmt::format(
        "accuracy {:.4f}\nmacro-F1 {:.4f}\n", evaluation.accuracy, evaluation.macro_f1);
    if (evaluation.benign_misjudged)
        text += fmt::format("benign taken for an attack {:.4f}\n", *evaluation.benign_misjudged);
    if (report.refused > 0)
        text += fmt::format("lines refused {}\n", report.refused);
    text += '\n' + class_table(report) + '\n' + confusion_table(report);
    if (!report.importance.empty())
        text += "\nimportance\n";
    for (const auto& [name, importance] : ranked_features(report))
        text += fmt::format("  {:.4f}  {}\n", importance, name);
    return text;
}

Json report_json(const Report& report)
{
    const auto& evaluation = report.evaluation;
    Json object {{"version", report.card.version}, {"data", report.card.data},
        {"rows", report.card.rows}, {"refused", report.refused}, {"seconds", report.seconds},
        {"cpu_seconds", report.cpu_seconds}, {"verdict", report.verdict},
        {"accuracy", evaluation.accuracy}, {"macro_f1", evaluation.macro_f1}};
    object["benign_misjudged"] = nullptr;
    if (evaluation.benign_misjudged)
        object["benign_misjudged"] = *evaluation.benign_misjudged;
    auto& classes = object["classes"] = Json::array();
    for (const auto& of : evaluation.classes)
        classes.push_back({{"name", of.name}, {"trained", of.trained}, {"tested", of.tested},
            {"precision", of.precision}, {"recall", of.recall}, {"f1", of.f1},
            {"too_few_rows", of.has_too_few_rows()}});
    object["confusion"] = evaluation.confusion;
    auto& importance = object["importance"] = Json::object();
    for (const auto& [name, share] : ranked_features(report))
        importance[name] = share;
    return object;
}

}  // namespace hive
