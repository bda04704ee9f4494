// supervisor/core/process.h - looks at processes through /proc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "lib/address.h"
#include "supervisor/core/process_stat.h"

namespace hive {

/// @return nothing when there is no such process (any more)
[[nodiscard]] std::optional<ProcessStat> look_at_process(pid_t pid);

/// Every process there is.
[[nodiscard]] std::vector<ProcessStat> all_processes();

/// Open descriptors of a process; 0 when it may not be looked into.
[[nodiscard]] int count_descriptors(pid_t pid);

/// SIGKILL to the process, all below it and all of its session. They are stopped first, so that
/// none gets away.
void kill_process_tree(pid_t root);

/// SIGKILL to what one start of a service has left behind: all of its session, and what came to
/// the keeper with its INVOCATION_ID. @param invocation "" for none
void kill_leftovers(pid_t session, const std::string& invocation, pid_t keeper);

/// INVOCATION_ID in the environment a process was started with; "" without one.
[[nodiscard]] std::string invocation_of(pid_t pid);

/// Tells this process's namespace of process numbers from a container's; 0 without /proc.
[[nodiscard]] ino_t pid_namespace();

/// SIGKILL to every process that was started with one of these in its environment, but this one
/// and its parent, and none of a container's. @param entries "NAME=VALUE"
void kill_started_with(const std::vector<std::string>& entries);

/// Who listens on a TCP port: "nginx (pid 812)"; "" when that cannot be found out.
[[nodiscard]] std::string port_owner(std::uint16_t port);

/// What a process takes, measured over the time between two looks.
struct Figures {
    double cpu_percent = 0;  // of one processor
    std::int64_t memory_kb = 0;  // resident
    int descriptors = 0;
    bool operator==(const Figures&) const = default;
};

/// Takes the figures of one process again and again.
class Meter {
public:
    /// @param now seconds of a steady clock
    [[nodiscard]] Figures measure(pid_t pid, double now);

private:
    pid_t pid_ = 0;
    std::uint64_t cpu_ticks_ = 0;
    double at_ = 0;
};

}  // namespace hive
