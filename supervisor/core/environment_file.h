// supervisor/core/environment_file.h - variables of a service in a file. Pure; fuzzed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// A NAME=VALUE on each line; empty lines and those that begin with '#' or ';' do not count.
/// A value may stand in '…' or "…"; in the latter a backslash takes the next character as it is.
/// @return "NAME=VALUE", in the order of the file; the error names the line
[[nodiscard]] Result<std::vector<std::string>> parse_environment_file(std::string_view text);

}  // namespace hive
