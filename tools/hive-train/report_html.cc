// tools/hive-train/report_html.cc - the report as a page on its own.
#include <algorithm>
#include <string_view>

#include "tools/hive-train/report.h"

namespace hive {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
.scroll { overflow-x: auto; }
.wrong { background: #d3352f33; }
.right { background: #2f9e4433; }
meter { width: 16rem; }
)";

std::string escaped(std::string_view text)
{
    std::string html;
    for (const char c : text)
        switch (c) {
        case '&': html += "&amp;"; break;
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '"': html += "&quot;"; break;
        default: html += c;
        }
    return html;
}

std::string summary(const Report& report)
{
    const auto& evaluation = report.evaluation;
    auto html = fmt::format("<h1>hive-train</h1>\n<p>Model {}, {} rows of {}, trained in {:.2f} s: "
                            "<strong>{}</strong></p>\n<table>\n"
                            "<tr><th>accuracy</th><td>{:.4f}</td></tr>\n"
                            "<tr><th>macro-F1</th><td>{:.4f}</td></tr>\n",
        escaped(report.card.version), report.card.rows, escaped(report.card.data), report.seconds,
        escaped(report.verdict), evaluation.accuracy, evaluation.macro_f1);
    if (evaluation.benign_misjudged)
        html += fmt::format("<tr><th>benign taken for an attack</th><td>{:.2f} %</td></tr>\n",
            *evaluation.benign_misjudged * 100);
    return html + "</table>\n";
}

std::string class_rows(const Report& report)
{
    std::string html = "<h2>Classes</h2>\n<table>\n<tr><th>class</th><th>trained</th><th>tested"
                       "</th><th>precision</th><th>recall</th><th>F1</th><th></th></tr>\n";
    for (const auto& of : report.evaluation.classes)
        html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.4f}</td><td>{:.4f}</td>"
                            "<td>{:.4f}</td><td>{}</td></tr>\n",
            escaped(of.name), of.trained, of.tested, of.precision, of.recall, of.f1,
            of.has_too_few_rows() ? "too few rows" : "");
    return html + "</table>\n";
}

std::string confusion_rows(const Report& report)
{
    const auto& classes = report.evaluation.classes;
    std::string html = "<h2>Confusion</h2>\n<div class=\"scroll\"><table>\n<tr><th>is, taken for"
                       "</th>";
    for (const auto& of : classes)
        html += fmt::format("<th>{}</th>", escaped(of.name));
    html += "</tr>\n";
    for (std::size_t i = 0; i < classes.size(); ++i) {
        html += fmt::format("<tr><th>{}</th>", escaped(classes[i].name));
        for (std::size_t k = 0; k < classes.size(); ++k) {
            const auto count = report.evaluation.confusion[i][k];
            const std::string_view judged = i == k ? "right" : "wrong";
            const auto mark = count == 0 ? std::string_view {} : judged;
            html += fmt::format("<td class=\"{}\">{}</td>", mark, count);
        }
        html += "</tr>\n";
    }
    return html + "</table></div>\n";
}

std::string importance_rows(const Report& report)
{
    if (report.importance.empty())
        return "";
    std::string html = "<h2>Importance</h2>\n<table>\n";
    const auto most = std::max(1e-9, *std::ranges::max_element(report.importance));
    for (const auto& [name, share] : ranked_features(report))
        html += fmt::format("<tr><td>{0}</td><td><meter max=\"{1}\" value=\"{2}\">{2}</meter></td>"
                            "<td>{2:.4f}</td></tr>\n",
            escaped(name), most, share);
    return html + "</table>\n";
}

}  // namespace

std::string report_html(const Report& report)
{
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n"
                       "<title>hive-train</title>\n<style>{}</style>\n",
               style)
        + summary(report) + class_rows(report) + confusion_rows(report) + importance_rows(report)
        + "</html>\n";
}

}  // namespace hive
