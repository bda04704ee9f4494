// lib/metrics.h - what a program counts, in the one form of the control verb `metrics`.
//
// The verb's answer, which hive-portal turns into the text of /metrics:
//     {"metrics": [
//      {"name": "hive_ban_bans_total", "type": "counter", "help": "Bans made since the start.",
//       "labels": {"jail": "sshd"}, "value": 3},
//      {"name": "hive_proxy_request_duration_seconds", "type": "histogram", "help": "…",
//       "labels": {}, "buckets": [[0.001, 12], [0.01, 40]], "count": 41, "sum": 0.7}]}
// `buckets` hold how many were at most as large, smaller ones included; `count` is all.
// Names follow Prometheus: hive_PROGRAM_WHAT_UNIT, base units (seconds, bytes, ratios of 1);
// a counter only grows and its name ends in _total, a gauge's name does not.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

enum class MetricType { counter, gauge, histogram };
[[nodiscard]] std::string_view name_of(MetricType type);

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// At most `bound`, so many times; those of smaller buckets included.
struct MetricBucket {
    double bound = 0;
    double count = 0;
    bool operator==(const MetricBucket&) const = default;
};

/// One value; those of one name differ in their labels.
struct Metric {
    std::string name;
    MetricType type {};
    std::string help;  // one sentence
    MetricLabels labels {};
    double value = 0;  // of a histogram: the sum of all that was measured
    std::vector<MetricBucket> buckets {};  // of a histogram, rising; without the last, +Inf
    double count = 0;  // of a histogram
    bool operator==(const Metric&) const = default;
};

/// A number of any type, as a double.
struct MetricValue {
    template <class Number>
        requires std::is_arithmetic_v<Number>
    MetricValue(Number number) : value {static_cast<double>(number)}
    {
    }
    double value;
};

/// Collects the metrics of one program.
class MetricList {
public:
    /// @param program without "hive-": the names begin with hive_PROGRAM_
    explicit MetricList(std::string_view program);

    /// @param name ends in _total
    void counter(
        std::string_view name, std::string_view help, MetricValue value, MetricLabels labels = {});
    void gauge(
        std::string_view name, std::string_view help, MetricValue value, MetricLabels labels = {});
    /// @param name ends in a unit
    void histogram(std::string_view name, std::string_view help, std::vector<MetricBucket> buckets,
        MetricValue count, MetricValue sum, MetricLabels labels = {});

    [[nodiscard]] std::vector<Metric> take() && { return std::move(all_); }
    /// The answer of the verb.
    [[nodiscard]] Json answer() const;

private:
    Metric& add(MetricType type, std::string_view name, std::string_view help);
    std::string prefix_;
    std::vector<Metric> all_;
};

/// Pure; another program wrote the answer, so every part of it is checked.
/// @return an error that names the first metric that is none, by its place
[[nodiscard]] Result<std::vector<Metric>> parse_metrics(const Json& answer);

}  // namespace hive
