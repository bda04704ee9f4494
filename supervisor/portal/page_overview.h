// supervisor/portal/page_overview.h - the page with all services.
#pragma once

#include <string>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

[[nodiscard]] std::string overview_page(const PageSource& source, const Viewer& viewer);
/// What of it changes while it is open; also the states of the dependencies page.
[[nodiscard]] std::vector<LivePart> overview_parts(const PageSource& source);

}  // namespace hive
