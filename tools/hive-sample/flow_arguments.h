// tools/hive-sample/flow_arguments.h - the command line of hive-sample flows. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "lib/result.h"
#include "tools/hive-sample/flow_stream.h"

namespace hive {

struct FlowArguments {
    enum class Mode { play, help };
    enum class Form { json, csv };
    enum class Labels { hidden, shown };

    Mode mode = Mode::play;
    std::string socket;  // path; "" to write to `file`
    std::string file;  // path, "-" for standard output
    Form form = Form::json;
    Labels labels = Labels::hidden;
    std::optional<std::int64_t> count;  // at once; without it in their own time
    std::optional<std::chrono::seconds> duration;  // of playing; none: until stopped
    std::optional<std::int64_t> end;  // epoch seconds that `count` flows reach up to; now without
    FlowPlan plan;  // all but its start
};

/// @param words without the program's own name and "flows"
[[nodiscard]] Result<FlowArguments> parse_flow_arguments(std::span<const char* const> words);

[[nodiscard]] std::string flow_help_text();

}  // namespace hive
