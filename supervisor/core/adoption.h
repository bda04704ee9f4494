// supervisor/core/adoption.h - what one core leaves behind for the next. Pure.
//
// After each change of a service the core writes all of this to a memfd the keeper holds.
// A core that starts after a crash reads it and takes the running services over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/result.h"
#include "supervisor/core/lifecycle.h"

namespace hive {

/// How a process ended.
struct LastExit {
    std::string text;  // "exit 70", "signal 9 (KILL)"; "" when none has ended yet
    double time = 0;  // epoch seconds
    double after_seconds = 0;  // it had run
    bool operator==(const LastExit&) const = default;
};

struct SavedService {
    std::string name;
    State state = State::stopped;
    double since = 0;  // epoch seconds
    pid_t pid = 0;  // 0: no process
    std::uint64_t start_ticks = 0;  // of the process, so that a reused pid is told apart
    double spawned = 0;  // epoch seconds
    double ready_since = 0;  // by the steady clock, seconds, which all cores of a boot share
    int restarts = 0;
    int failures = 0;  // in a row
    double retry_at = 0;  // epoch seconds, 0: none
    std::string status;
    LastExit last_exit;
    std::string invocation;  // INVOCATION_ID of the process
    int landlock = 0;  // version in force for it
    int watchdog = 0;  // milliseconds between two signs of life, 0: none are expected
    bool operator==(const SavedService&) const = default;
};

struct SavedState {
    double started = 0;  // epoch seconds, of the first core
    std::vector<std::string> kept;  // names of the descriptors the keeper holds
    std::vector<SavedService> services;
    bool operator==(const SavedState&) const = default;
};

[[nodiscard]] std::string serialise(const SavedState& state);
[[nodiscard]] Result<SavedState> parse_saved_state(std::string_view text);

/// "exit 70", "signal 9 (KILL)". @param status of waitpid(2)
[[nodiscard]] std::string exit_text(int status);

}  // namespace hive
