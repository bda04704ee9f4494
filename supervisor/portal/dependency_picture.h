// supervisor/portal/dependency_picture.h - which service waits for which, as a picture.
#pragma once

#include <vector>

#include "supervisor/portal/html.h"
#include "supervisor/portal/service_status.h"

namespace hive {

/// Left starts first: a service stands one column right of the last one it depends on. A line
/// whose left end is down is hot. Pure. @param services without cycles, as the core makes sure
[[nodiscard]] Html dependency_picture(const std::vector<ServiceStatus>& services);

}  // namespace hive
