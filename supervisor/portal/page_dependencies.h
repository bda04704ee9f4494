// supervisor/portal/page_dependencies.h - the page that says which service waits for which.
#pragma once

#include <string>

#include "supervisor/portal/page.h"

namespace hive {

[[nodiscard]] std::string dependencies_page(const PageSource& source, const Viewer& viewer);

}  // namespace hive
