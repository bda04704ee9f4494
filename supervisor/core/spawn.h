// supervisor/core/spawn.h - starts a process as a child of the keeper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/sandbox.h"

namespace hive {

/// Everything a new process is to be; descriptors are borrowed.
struct SpawnPlan {
    std::string program;  // path
    std::vector<std::string> words;  // argv
    std::vector<std::string> environment;  // NAME=VALUE, without LISTEN_*
    std::vector<int> sockets;  // become descriptors 3, 4, …
    std::vector<std::string> socket_names;  // one for each
    int output = -1;  // becomes its stdout and stderr
    Identity identity;
    bool is_sandboxed = true;  // system calls refused; `rules` in force
    int rules = -1;  // of Landlock, -1 for none
    ResourceLimits limits;
    mode_t umask = 027;
    int nice = 0;
    std::string directory;  // it starts there; "": where the core is
    int cgroup = -1;  // descriptor of the cgroup it is born in, -1 for the core's own
};

struct Spawned {
    pid_t pid = 0;
    Fd pidfd;
    bool is_in_cgroup = false;  // from birth, where clone3(2) is not refused
};

/// Clones with CLONE_PARENT: the keeper is the parent, so a crash of the core orphans nobody.
/// The new process leads its own session and executes nothing before `secured` has returned:
/// a core that dies before that leaves no process it does not know of.
/// @param secured called with the new process, to put it where a next core finds it
Result<> spawn(const SpawnPlan& plan, const std::function<void(Spawned)>& secured);

}  // namespace hive
