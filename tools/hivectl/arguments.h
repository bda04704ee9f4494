// tools/hivectl/arguments.h - the command line taken apart. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// What the user asked for.
struct Invocation {
    std::string command;  // "status"; "help" and "version" among them
    std::vector<std::string> words;  // what follows it, without options
    bool is_json = false;  // --json
    bool is_plain = false;  // --no-color
    bool is_help = false;  // --help: of the command, or of all without one
    bool is_following = false;  // -f
    bool is_all = false;  // --all
    bool is_sure = false;  // --yes
    bool remembers = false;  // --remember
    int lines = 50;  // -n
    std::chrono::seconds timeout {60};  // --timeout
    std::string group;  // -g
    std::string jail;  // --jail
    std::string speed = "max";  // --speed
    std::chrono::seconds span {0};  // --time; 0: not given
};

/// How a command is written, for checking and for help.
struct CommandForm {
    std::string_view name;
    std::string_view usage;  // what follows the name
    std::string_view help;  // one sentence
    std::string_view options;  // letters of the options it takes: f n t j s a g y r v
    std::size_t least;  // words it needs
    std::size_t most;
};

[[nodiscard]] std::span<const CommandForm> command_forms();
/// @return null for an unknown command
[[nodiscard]] const CommandForm* find_form(std::string_view command);

/// @param arguments without the program's name
/// @return an error for a person: unknown command or option, a word too many or missing
[[nodiscard]] Result<Invocation> parse_arguments(std::span<const std::string> arguments);

[[nodiscard]] std::string help_text();
[[nodiscard]] std::string help_text(const CommandForm& form);

}  // namespace hive
