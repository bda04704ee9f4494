#include "lib/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t max_metrics = 10'000;
constexpr double exact = 9e15;  // whole numbers up to here are exact in a double

constexpr std::array<std::string_view, 3> types {"counter", "gauge", "histogram"};

Json number(double value)
{
    if (std::abs(value) < exact && std::trunc(value) == value)
        return static_cast<std::int64_t>(value);
    return value;
}

Json labels_json(const MetricLabels& labels)
{
    Json object = Json::object();
    for (const auto& [name, value] : labels)
        object[name] = value;
    return object;
}

Json metric_json(const Metric& metric)
{
    Json object {{"name", metric.name}, {"type", std::string {name_of(metric.type)}},
        {"help", metric.help}, {"labels", labels_json(metric.labels)}};
    if (metric.type != MetricType::histogram) {
        object["value"] = number(metric.value);
        return object;
    }
    auto buckets = Json::array();
    for (const auto& bucket : metric.buckets)
        buckets.push_back(Json::array({number(bucket.bound), number(bucket.count)}));
    object["buckets"] = std::move(buckets);
    object["count"] = number(metric.count);
    object["sum"] = number(metric.value);
    return object;
}

bool is_name(std::string_view text)
{
    const auto is_letter
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

Result<MetricType> parse_type(std::string_view text)
{
    const auto* const found = std::ranges::find(types, text);
    if (found == types.end())
        return fail("type '{}' is none of counter, gauge and histogram", text);
    return static_cast<MetricType>(found - types.begin());
}

Result<double> number_at(const Json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number())
        return fail("no number '{}'", key);
    return found->get<double>();
}

Result<MetricLabels> parse_labels(const Json& object)
{
    MetricLabels labels;
    const auto found = object.find("labels");
    if (found == object.end())
        return labels;
    if (!found->is_object())
        return fail("'labels' is no object");
    for (const auto& [name, value] : found->items()) {
        if (!is_name(name) || name.starts_with("__") || !value.is_string())
            return fail("'{}' is no label with a text", name);
        labels.emplace_back(name, value.get<std::string>());
    }
    return labels;
}

Result<std::vector<MetricBucket>> parse_buckets(const Json& object)
{
    std::vector<MetricBucket> buckets;
    const auto found = object.find("buckets");
    if (found == object.end() || !found->is_array())
        return fail("no list 'buckets'");
    for (const Json& pair : *found) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number())
            return fail("a bucket that is no [bound, count]");
        buckets.push_back({.bound = pair[0].get<double>(), .count = pair[1].get<double>()});
    }
    const auto rises
        = std::ranges::is_sorted(buckets, std::ranges::less_equal {}, &MetricBucket::bound)
        && std::ranges::is_sorted(buckets, {}, &MetricBucket::count);
    if (buckets.size() > 1 && !rises)
        return fail("buckets that do not rise");
    return buckets;
}

Result<Metric> parse_metric(const Json& object)
{
    if (!object.is_object() || !is_name(text_at(object, "name")))
        return fail("no name");
    Metric metric {.name = text_at(object, "name"),
        .type = TRY(parse_type(text_at(object, "type"))),
        .help = text_at(object, "help"),
        .labels = TRY(parse_labels(object))};
    if (metric.type != MetricType::histogram) {
        metric.value = TRY(number_at(object, "value"));
        return metric;
    }
    metric.buckets = TRY(parse_buckets(object));
    metric.count = TRY(number_at(object, "count"));
    metric.value = TRY(number_at(object, "sum"));
    if (!metric.buckets.empty() && metric.buckets.back().count > metric.count)
        return fail("a bucket that holds more than all");
    return metric;
}

}  // namespace

std::string_view name_of(MetricType type)
{
    return types.at(static_cast<std::size_t>(type));
}

MetricList::MetricList(std::string_view program) : prefix_ {fmt::format("hive_{}_", program)} { }

Metric& MetricList::add(MetricType type, std::string_view name, std::string_view help)
{
    return all_.emplace_back(
        Metric {.name = prefix_ + std::string {name}, .type = type, .help = std::string {help}});
}

void MetricList::counter(
    std::string_view name, std::string_view help, MetricValue value, MetricLabels labels)
{
    Metric& metric = add(MetricType::counter, name, help);
    metric.labels = std::move(labels);
    metric.value = value.value;
}

void MetricList::gauge(
    std::string_view name, std::string_view help, MetricValue value, MetricLabels labels)
{
    Metric& metric = add(MetricType::gauge, name, help);
    metric.labels = std::move(labels);
    metric.value = value.value;
}

void MetricList::histogram(std::string_view name, std::string_view help,
    std::vector<MetricBucket> buckets, MetricValue count, MetricValue sum, MetricLabels labels)
{
    Metric& metric = add(MetricType::histogram, name, help);
    metric.labels = std::move(labels);
    metric.buckets = std::move(buckets);
    metric.count = count.value;
    metric.value = sum.value;
}

Json MetricList::answer() const
{
    auto list = Json::array();
    for (const Metric& metric : all_)
        list.push_back(metric_json(metric));
    return {{"metrics", std::move(list)}};
}

Result<std::vector<Metric>> parse_metrics(const Json& answer)
{
    const auto found = answer.is_object() ? answer.find("metrics") : answer.end();
    if (!answer.is_object() || found == answer.end() || !found->is_array())
        return fail("no list 'metrics'");
    if (found->size() > max_metrics)
        return fail("more than {} metrics", max_metrics);
    std::vector<Metric> metrics;
    for (const Json& object : *found) {
        auto metric = parse_metric(object);
        if (!metric)
            return fail("metric {} '{}': {}", metrics.size() + 1,
                object.is_object() ? text_at(object, "name") : "", metric.error().message());
        metrics.push_back(std::move(*metric));
    }
    return metrics;
}

}  // namespace hive
