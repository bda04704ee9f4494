// supervisor/core/service_options.h - the options of a [service NAME].
#pragma once

#include <vector>

#include "lib/config.h"
#include "supervisor/core/config.h"

namespace hive {

[[nodiscard]] std::vector<Option> service_options(ServiceConfig& service);

}  // namespace hive
