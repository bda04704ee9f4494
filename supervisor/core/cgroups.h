// supervisor/core/cgroups.h - a cgroup (v2) for each service, where the supervisor may make them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/fd.h"

namespace hive {

/// Where the cgroups of a process lie, from /proc/self/mountinfo and /proc/self/cgroup. Pure.
/// @return "" without a cgroup2 file system
[[nodiscard]] std::string cgroup_directory(std::string_view mounts, std::string_view membership);

/// A process cannot leave its cgroup, so what is killed by it is killed whole. Their names hold
/// the number of the keeper and its namespace: two supervisors do not meet, and a next core finds
/// them again.
class Cgroups {
public:
    /// Tries whether cgroups can be made below that of this process: systemd's Delegate=yes, a
    /// container of its own, or root.
    explicit Cgroups(pid_t keeper);

    [[nodiscard]] bool are_available() const { return !directory_.empty(); }
    /// Each run of a service has one of its own: what is born into one that was killed dies, too.
    /// @param run names it
    /// @return for SpawnPlan::cgroup; none when there is no cgroup to be had
    [[nodiscard]] Fd make(const std::string& run) const;
    /// Moves a process there, which may take the kernel tens of milliseconds. What it has started
    /// before stays outside.
    void enter(const std::string& run, pid_t pid) const;
    /// SIGKILL to all in it. @return false when there is no such cgroup
    [[nodiscard]] bool kill(const std::string& run) const;
    /// At once, or with a later sweep() when something is still left in it.
    void remove(const std::string& run);
    void sweep();
    /// Ends what the services of keepers that are no more have left.
    void end_former() const;
    /// @return "" when there is none
    [[nodiscard]] std::string path(const std::string& run) const;

private:
    std::string directory_;  // "": not available
    pid_t keeper_;
    std::vector<std::string> waste_;  // paths that could not be removed yet
};

}  // namespace hive
