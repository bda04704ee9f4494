// supervisor/core/log_rotation.h - keeps a log file within a size, without its writer's help.
#pragma once

#include <cstdint>
#include <string>

#include "lib/result.h"

namespace hive {

struct RotationLimits {
    std::int64_t size = 10 << 20;  // bytes from which on a file is rotated
    int kept = 3;  // former parts: NAME.log.1 is the newest
};

/// Copies a file that has grown too large to FILE.1 and empties it; FILE.1 becomes FILE.2 and so
/// on. The writer goes on in the same file, as it appends. What it writes in the microseconds
/// between the end of the copy and the emptying is lost.
/// @return whether it was rotated; a file that is not there was not
Result<bool> rotate_if_large(const std::string& path, const RotationLimits& limits);

}  // namespace hive
