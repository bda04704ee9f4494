// daemons/proxy/limit_options.h - the options of [proxy] that bound what clients may do.
#pragma once

#include <vector>

#include "daemons/proxy/config.h"

namespace hive {

[[nodiscard]] std::vector<Option> limit_options(ProxyConfig& config);

}  // namespace hive
