// tools/hive-train/arguments.h - the command line of hive-train. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// An access log whose clients are all of one class.
struct LabelledLog {
    std::string label;
    std::string path;

    bool operator==(const LabelledLog&) const = default;
};

struct Arguments {
    enum class Mode { train, predict, help, version };
    enum class Kind { flows, http };
    enum class Learner { forest, boosted };
    enum class ClassWeights { equal, balanced };
    enum class Promotion { when_not_worse, always };
    struct Sources {
        std::vector<std::string> data;  // flow records; paths, "-" for standard input
        std::vector<LabelledLog> logs;
        std::vector<std::string> histories;  // paths of guard.db

        [[nodiscard]] bool is_empty() const
        {
            return data.empty() && logs.empty() && histories.empty();
        }
    };

    Mode mode = Mode::help;
    Kind kind = Kind::flows;  // of a training; predict takes the model's
    Sources learn_from;  // or what to predict
    Sources judge_by;  // empty: the latest rows of each class of learn_from
    std::string model;  // to write (train) or to use (predict)
    std::string report;  // REPORT.txt, .json and .html are written; "" for none
    Learner learner = Learner::forest;
    int trees = 100;  // of a forest; rounds when boosted
    int depth = 6;  // of a boosted tree
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one for each processor
    double held_back = 0.3;
    ClassWeights weights = ClassWeights::equal;
    std::optional<double> benign_weight;  // of a benign row; boosted trees have a default
    std::optional<double> sure;  // least probability of an attack; http has a default
    std::optional<double> let_go;  // share of attacks, for surer ones; boosted trees have a default
    std::string benign;  // "": the class called benign, in any case
    Promotion promotion = Promotion::when_not_worse;

    /// Whether the class of that name is no attack.
    [[nodiscard]] bool is_benign(std::string_view name) const;
};

/// @param words without the program's own name
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const char* const> words);

[[nodiscard]] std::string help_text();

}  // namespace hive
