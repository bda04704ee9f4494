// tools/hivectl/core_reload.h - has the supervisor read its configuration again, and waits for it.
#pragma once

#include "lib/result.h"

namespace hive {

/// Until the next core answers, at most a minute.
/// @return an error when the configuration is refused, or no new core comes
Result<> reload_core();

}  // namespace hive
