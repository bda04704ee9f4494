// tools/hive-passwd/password_input.h - a password from the terminal, unseen, or from a pipe.
#pragma once

#include <string>

#include "lib/result.h"

namespace hive {

enum class Ask { once, twice };

/// Asks on the terminal without echo; from anything else reads the first line of standard input.
/// @return an error for an empty password and for two that differ
[[nodiscard]] Result<std::string> read_password(std::string_view name, Ask ask);

}  // namespace hive
