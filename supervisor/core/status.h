// supervisor/core/status.h - a unit as the control socket shows it.
#pragma once

#include <string>
#include <vector>

#include "lib/json_fwd.h"
#include "supervisor/core/unit.h"

namespace hive {

/// Fields: name, description, state, since, pid, status, restarts, tries, retry_at, last_exit,
/// cpu_percent, memory_kb, descriptors, probe_ms, depends, needed_by, command, user, listens,
/// probe, groups; sandbox (confinement.h; null until it is up), invocation, watchdog_seconds,
/// reloading, outdated (its configuration_file is newer than it), failed_probes, probe_failures
/// (among the last probe_window), restart_with, stored_descriptors, start_timeout, stop_timeout and
/// restart_delay_max (seconds). Times are epoch seconds. retry_at less now is the countdown.
/// @param needed_by services that depend on it
[[nodiscard]] Json status_of(const Unit& unit, const std::vector<std::string>& needed_by);

}  // namespace hive
