// tools/hivectl/ini_edit.h - changes to the text of a configuration file; all else in it stays.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hive {

/// The value of an option, its indented lines joined by blanks.
/// @param section "proxy", "source field" @return nothing when the option is not set
[[nodiscard]] std::optional<std::string> ini_value(
    std::string_view text, std::string_view section, std::string_view option);

/// Sets an option: in its place, else behind the others of its section, else in a new section at
/// the end. What is commented out counts for nothing and stays.
/// @param value on one line
[[nodiscard]] std::string with_ini_value(std::string_view text, std::string_view section,
    std::string_view option, std::string_view value);

}  // namespace hive
