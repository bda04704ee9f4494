// tools/hive-probe/attempt.h - asks one question to a network service and waits for the answer.
#pragma once

#include <string>

#include "lib/network_probe.h"
#include "lib/result.h"
#include "tools/hive-probe/stream.h"

namespace hive {

/// Reads at most 1 MB. Blocks until the deadline at the latest, but for a name that must be looked
/// up: getaddrinfo(3) has times of its own.
/// @return a word on what was found, or what is wrong
[[nodiscard]] Result<std::string> attempt(const NetworkProbe& probe, Deadline deadline);

}  // namespace hive
