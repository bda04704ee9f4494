// supervisor/portal/log_line.h - a line of a daemon's log taken apart (lib/log.h writes them).
#pragma once

#include <string_view>

#include "supervisor/portal/html.h"

namespace hive {

enum class LogLevel { debug, info, notice, warning, error };

/// "2026-05-29 15:45:01,123 [HIVE-PROXY] [INFO] signed-in user=ann". Views into the line. A
/// line of another program is all text.
struct LogLine {
    std::string_view time;  // "15:45:01,123"
    LogLevel level = LogLevel::info;
    std::string_view text;
};
/// Pure.
[[nodiscard]] LogLine parse_log_line(std::string_view line);

/// As a paragraph of a log. @param service in front of the text, "" for none
[[nodiscard]] Html log_paragraph(std::string_view line, std::string_view service = "");

}  // namespace hive
