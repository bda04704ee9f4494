// supervisor/core/child_environment.h - what every program the core starts is given.
#pragma once

#include <string>
#include <vector>

namespace hive {

/// Where hive-supervisor-core lies: programs are looked for there first.
[[nodiscard]] std::string own_directory();
/// $PATH, or the usual one without it.
[[nodiscard]] std::string search_path();
/// PATH, the four directories of Hive, and TZ, LANG, LC_ALL if set.
[[nodiscard]] std::vector<std::string> standard_environment();

}  // namespace hive
