// daemons/ban/line_list.h - how lists of texts are stored: one a line. Pure.
#pragma once

#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace hive {

/// @param lines without line breaks
[[nodiscard]] inline std::string joined_lines(const std::vector<std::string>& lines)
{
    return fmt::format("{}", fmt::join(lines, "\n"));
}

/// Empty ones are left out.
[[nodiscard]] inline std::vector<std::string> split_lines(std::string_view text)
{
    std::vector<std::string> lines;
    for (const auto line : text | std::views::split('\n'))
        if (!line.empty())
            lines.emplace_back(line.begin(), line.end());
    return lines;
}

}  // namespace hive
