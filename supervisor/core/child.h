// supervisor/core/child.h - one running process of a service.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/config.h"
#include "supervisor/core/sandbox.h"

namespace hive {

/// Who a service runs as.
[[nodiscard]] Result<Identity> identity_of(const ServiceConfig& service);

/// What one start of a service is given.
struct ChildSetting {
    Identity identity;
    std::vector<int> descriptors;  // borrowed; with `names` they become LISTEN_FDS
    std::vector<std::string> names;
    std::string notify_path;
    std::string invocation;  // INVOCATION_ID: tells what this start has left behind
    int cgroup = -1;  // borrowed, -1 for none
};

/// A process known by its pidfd, so that a signal can never reach another one.
class Child {
public:
    Child() = default;
    /// Makes the service's directories and log file and starts it in its sandbox.
    /// @param secured gets the child before that runs anything (spawn.h)
    static Result<> start(const ServiceConfig& service, const ChildSetting& setting,
        const std::function<void(Child)>& secured);
    /// Takes over one that a former core started.
    /// @param start_ticks as it was saved: a process with another start is not the one
    static Result<Child> adopt(pid_t pid, Fd pidfd, std::uint64_t start_ticks);

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] int pidfd() const { return pidfd_.get(); }
    [[nodiscard]] std::uint64_t start_ticks() const { return start_ticks_; }
    /// So that all below it is in there as well; false for one that was adopted or moved.
    [[nodiscard]] bool was_born_in_cgroup() const { return was_born_in_cgroup_; }
    void signal(int number) const;
    /// SIGKILL to it and everything below it.
    void kill_tree() const;
    /// Once it has ended: SIGKILL to what it left in its process group.
    void kill_group() const;

private:
    pid_t pid_ = 0;
    Fd pidfd_;
    std::uint64_t start_ticks_ = 0;
    bool was_born_in_cgroup_ = false;
};

}  // namespace hive
