// tools/hive-train/arguments.h - the command line of hive-train. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/result.h"

namespace hive {

struct Arguments {
    enum class Mode { train, predict, help, version };
    enum class Learner { forest, boosted };
    enum class ClassWeights { equal, balanced };
    enum class Promotion { when_not_worse, always };

    Mode mode = Mode::help;
    std::vector<std::string> data;  // paths, "-" for standard input
    std::string model;  // to write (train) or to use (predict)
    std::string report;  // REPORT.txt, .json and .html are written; "" for none
    Learner learner = Learner::forest;
    int trees = 100;  // of a forest; rounds when boosted
    int depth = 6;  // of a boosted tree
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one for each processor
    double held_back = 0.3;
    ClassWeights weights = ClassWeights::equal;
    std::string benign;  // "": the class called benign, in any case
    Promotion promotion = Promotion::when_not_worse;
};

/// @param words without the program's own name
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const char* const> words);

[[nodiscard]] std::string help_text();

}  // namespace hive
