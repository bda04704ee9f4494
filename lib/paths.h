// lib/paths.h - where Hive keeps its files; systemd's variables move them.
//
//   configuration  /etc/hive       $CONFIGURATION_DIRECTORY
//   state          /var/lib/hive   $STATE_DIRECTORY
//   runtime        /run/hive       $RUNTIME_DIRECTORY
//   logs           /var/log/hive   $LOGS_DIRECTORY
#pragma once

#include <string>
#include <string_view>

namespace hive {

/// An absolute `name` is returned as it is, a relative one below the directory.
[[nodiscard]] std::string configuration_path(std::string_view name);
[[nodiscard]] std::string state_path(std::string_view name);
[[nodiscard]] std::string runtime_path(std::string_view name);
[[nodiscard]] std::string logs_path(std::string_view name);

}  // namespace hive
