// supervisor/portal/page_check.h - foreign things under watch: their table, and a page each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

/// The section of the overview; nothing without checks.
[[nodiscard]] Html checks_section(const PageSource& source);
/// @param events newest first; nothing when the core did not answer
[[nodiscard]] std::string check_page(const CheckStatus& check,
    const std::optional<std::vector<ServiceEvent>>& events, const PageSource& source,
    const Viewer& viewer);
/// What of it changes while it is open.
[[nodiscard]] std::vector<LivePart> check_parts(const CheckStatus& check, const PageSource& source);

}  // namespace hive
