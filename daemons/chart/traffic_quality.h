// daemons/chart/traffic_quality.h - how right predictions were, from labels and feedback. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hive {

/// Records of one class taken for one class.
struct Outcome {
    enum class Source { label, feedback };
    std::string truth;
    std::string predicted;
    std::int64_t count;
    Source source = Source::label;
};

struct ClassQuality {
    std::int64_t judged = 0;  // records of the class, or taken for it, whose truth is known
    std::optional<double> precision;  // of what was taken for it, 0-1
    /// Of what it was, 0-1: from labels only, as feedback knows nothing of what was missed.
    std::optional<double> recall;
};

struct TrafficQuality {
    std::map<std::string, ClassQuality> classes;
    std::int64_t labelled = 0;  // records
    std::optional<double> accuracy;  // of labelled records, 0-1
    std::optional<double> main_accuracy;  // of those of the six largest classes
};

[[nodiscard]] TrafficQuality judge_traffic(const std::vector<Outcome>& outcomes);

}  // namespace hive
