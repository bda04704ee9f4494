// supervisor/core/command_line.h - a command of the configuration as words. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Words are separated by blanks; '…' and "…" keep blanks, \ takes the next character as it
/// is (not between '…'). Nothing is expanded and no shell is involved.
/// @return at least one word
[[nodiscard]] Result<std::vector<std::string>> split_command(std::string_view text);

/// A command as written and as words.
struct Command {
    std::string text;
    std::vector<std::string> words;
};
[[nodiscard]] Result<Command> parse_command(std::string_view text);

/// The configuration file a command names with -c FILE, -cFILE or --config in both ways; `fallback`
/// without one.
[[nodiscard]] std::string named_configuration(
    const std::vector<std::string>& words, std::string fallback);

/// Where a program lies: as written when it has a slash, else in `own_directory`, else in the
/// directories of `search_path` ("/usr/bin:/bin").
[[nodiscard]] Result<std::string> find_program(
    const std::string& name, const std::string& own_directory, std::string_view search_path);

}  // namespace hive
