// tools/hivectl/configuration_check.h - has a program of Hive look through a configuration file.
#pragma once

#include <optional>
#include <string>

namespace hive {

/// It prints what is wrong. @param program "hive-sync"
/// @return its exit status; nothing when it is not in the path of whoever asks
[[nodiscard]] std::optional<int> check_configuration(
    const std::string& program, const std::string& file);

}  // namespace hive
