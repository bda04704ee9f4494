// supervisor/core/capability.h - names of capabilities(7) as bits. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// "CAP_NET_ADMIN", in either case. @return its bit
[[nodiscard]] Result<std::uint64_t> parse_capability(std::string_view name);

[[nodiscard]] std::vector<std::string> capability_names(std::uint64_t bits);

}  // namespace hive
