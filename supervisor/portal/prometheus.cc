#include "supervisor/portal/prometheus.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace hive {
namespace {

enum class Place { help, label };

std::string escaped(std::string_view text, Place place)
{
    std::string safe;
    for (const char c : text) {
        if (c == '\n')
            safe += "\\n";
        else if (c == '\\' || (c == '"' && place == Place::label))
            safe += {'\\', c};
        else
            safe += c;
    }
    return safe;
}

std::string number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

/// {a="b",le="0.1"}, or nothing without labels.
std::string labels_text(const MetricLabels& labels, std::string_view bound = {})
{
    std::string text;
    for (const auto& [name, value] : labels)
        text += fmt::format(
            R"({}{}="{}")", text.empty() ? "" : ",", name, escaped(value, Place::label));
    if (!bound.empty())
        text += fmt::format(R"({}le="{}")", text.empty() ? "" : ",", bound);
    return text.empty() ? "" : fmt::format("{{{}}}", text);
}

void append_samples(std::string& text, const Metric& metric)
{
    const auto add = [&](std::string_view suffix, const std::string& labels, double value) {
        text += fmt::format("{}{}{} {}\n", metric.name, suffix, labels, number(value));
    };
    const std::string labels = labels_text(metric.labels);
    if (metric.type != MetricType::histogram)
        return add("", labels, metric.value);
    for (const MetricBucket& bucket : metric.buckets)
        add("_bucket", labels_text(metric.labels, number(bucket.bound)), bucket.count);
    add("_bucket", labels_text(metric.labels, "+Inf"), metric.count);
    add("_sum", labels, metric.value);
    add("_count", labels, metric.count);
}

}  // namespace

std::string prometheus_text(std::vector<Metric> metrics)
{
    std::ranges::stable_sort(metrics, {}, &Metric::name);
    std::string text;
    const Metric* first = nullptr;
    for (const Metric& metric : metrics) {
        if (first == nullptr || first->name != metric.name) {
            first = &metric;
            text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", metric.name,
                escaped(metric.help, Place::help), metric.name, name_of(metric.type));
        }
        if (metric.type == first->type)
            append_samples(text, metric);
    }
    return text;
}

}  // namespace hive
