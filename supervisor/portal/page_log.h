// supervisor/portal/page_log.h - the page with the log of all services.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

/// What to show of the log.
struct LogFilter {
    std::string service;  // "" for all
    std::string text;  // that a line must hold, "" for any
};

struct LoggedLine {
    std::string service;
    std::string text;
};

/// @param lines oldest first; nothing when the core did not answer
[[nodiscard]] std::string log_page(const LogFilter& filter,
    const std::optional<std::vector<LoggedLine>>& lines, const PageSource& source,
    const Viewer& viewer);

}  // namespace hive
