// supervisor/core/child.h - one running process of a service.
#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/config.h"
#include "supervisor/core/sockets.h"

namespace hive {

/// A process known by its pidfd, so that a signal can never reach another one.
class Child {
public:
    Child() = default;
    /// Makes the service's directories and log file and starts it in its sandbox.
    /// @param secured gets the child before that runs anything (spawn.h)
    static Result<> start(const ServiceConfig& service, const ServiceSockets& sockets,
        const std::string& notify_path, const std::function<void(Child)>& secured);
    /// Takes over one that a former core started.
    /// @param start_ticks as it was saved: a process with another start is not the one
    static Result<Child> adopt(pid_t pid, Fd pidfd, std::uint64_t start_ticks);

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] int pidfd() const { return pidfd_.get(); }
    [[nodiscard]] std::uint64_t start_ticks() const { return start_ticks_; }
    void signal(int number) const;
    /// SIGKILL to it and everything below it.
    void kill_tree() const;
    /// Once it has ended: SIGKILL to what it left in its process group.
    void kill_group() const;

private:
    pid_t pid_ = 0;
    Fd pidfd_;
    std::uint64_t start_ticks_ = 0;
};

}  // namespace hive
