// supervisor/core/look.h - takes the reading of a thing: processes, files, filesystems, networks.
//
// Metrics, numbers unless marked as text:
//   process     pid cpu memory descriptors children uptime
//   file        size age permission(text) user(text) group(text) sha256(text) content(text)
//   directory, fifo  age permission(text) user(text) group(text)
//   filesystem  space inodes (percent used) free (bytes) flags(text)
//   network     link (1 up) errors received sent (each a second) saturation (percent)
//   system      load1 load5 load15 cpu memory swap (percent) pressure (percent, some, 10 s)
// Memory and sizes are bytes, times seconds, cpu percent of one processor (system: of all).
#pragma once

#include <string>

#include "supervisor/core/check_config.h"
#include "supervisor/core/rule.h"

namespace hive {

/// Looks at what a check names; may wait for a disk, so a thread of its own calls it. Not for
/// programs and hosts.
/// @param before the last reading, for what is measured between two; null at first
/// @param now seconds of the steady clock
[[nodiscard]] Reading look_at(const CheckConfig& check, const Reading* before, double now);

/// The same metrics as of a process check. @param pid 0 is missing
[[nodiscard]] Reading look_at_running(pid_t pid, const Reading* before, double now);

/// Numbers of the processes whose command line matches, lowest first.
/// @return an error for an invalid expression
[[nodiscard]] Result<std::vector<pid_t>> matching_processes(const std::string& pattern);

}  // namespace hive
