// tools/hive-passwd/arguments.h - what the command line of hive-passwd asks for.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

enum class PasswdCommand { help, version, add, remove, verify, list, import, random };

struct PasswdArguments {
    PasswdCommand command {};
    std::string file;  // of the users; "" for the configuration directory's
    std::string operand;  // the user's name; of import the file to read
    bool deletes_source = false;  // import only
};

/// Pure. @return an error that repeats no argument: one may be a password given by mistake
[[nodiscard]] Result<PasswdArguments> parse_passwd_arguments(
    std::span<const char* const> arguments);

/// For --help.
[[nodiscard]] std::string_view passwd_help();

}  // namespace hive
