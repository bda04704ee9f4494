// lib/secret_file.h - a password kept in a file that only its owner may read.
#pragma once

#include <string>

#include "lib/result.h"

namespace hive {

/// The first line of the file, without its line break.
/// @return an error when the file is missing, empty, over 4 kB, or readable by group or
///         others; the message never holds the secret
[[nodiscard]] Result<std::string> read_secret(const std::string& path);

/// The file systemd(1) or the supervisor put for this service: $CREDENTIALS_DIRECTORY/NAME.
/// @return "" when there is none
[[nodiscard]] std::string credential_path(const std::string& name);

}  // namespace hive
