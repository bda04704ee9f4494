// tools/hivectl/top_view.h - the screen of `hivectl top` as lines. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/json_fwd.h"
#include "tools/hivectl/terminal.h"

namespace hive {

enum class TopOrder { name, processor, memory };

struct ScreenSize {
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/// At most as many lines as the screen has, none wider than it is.
/// @param status answer of the supervisor to `status`
/// @param now epoch seconds
[[nodiscard]] std::vector<std::string> top_lines(
    const Json& status, double now, TopOrder order, ScreenSize size, const Terminal& terminal);

/// The first `columns` places of a line that may hold SGR sequences; colours end with it.
[[nodiscard]] std::string cut(const std::string& line, std::size_t columns);

}  // namespace hive
