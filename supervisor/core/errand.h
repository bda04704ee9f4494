// supervisor/core/errand.h - short-lived programs the core starts: hive-notify, checks, actions.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/keeper_link.h"

namespace hive {

/// What to run, as whom.
struct Errand {
    std::vector<std::string> words;  // program and arguments
    std::string user;  // "": as the core
    std::string group;  // "": the user's own
    std::vector<std::string> environment;  // besides the standard one
    int channel = -1;  // becomes descriptor 3, named "channel" in LISTEN_FDNAMES
    std::string log_path;  // takes what it says; "" keeps that for the outcome
    std::chrono::milliseconds timeout {0};  // killed with all below it then; 0: never
    bool is_read_only = false;  // writes to no file, where the kernel has Landlock
    bool starts_others = false;  // what it leaves running lives on, with all rights of its user
};

struct ErrandOutcome {
    int status = 0;  // of waitpid(2)
    bool is_timed_out = false;
    std::string output;  // the last 4 kB it said, when there is no log_path
};

/// Those that run, at most 64.
class Errands {
public:
    using Finished = std::function<void(const ErrandOutcome&)>;

    Errands(EventLoop& loop, KeeperLink& keeper) : loop_ {loop}, keeper_ {keeper} { }

    /// @param finished called once, unless `start` fails
    /// @return its process
    Result<pid_t> start(const Errand& errand, Finished finished);
    /// Kills one whose outcome nobody waits for any more. @param pid 0 for none
    void abandon(pid_t pid);
    /// A process of the keeper has ended. @return whether it was an errand
    bool ended(pid_t pid, int status);
    /// Ends what a former core had started: its outcome would mean nothing to anybody.
    /// @param claim the descriptor the last core had kept under a name, if any
    void end_former(const std::function<Fd(const std::string&)>& claim);

private:
    struct Running {
        int place = 0;  // where the keeper holds the pidfd for a next core
        bool starts_others = false;
        Finished finished;
        Fd pidfd;
        Fd output;
        std::string said;
        bool is_timed_out = false;
        Watch readable;
        Watch deadline;
    };
    [[nodiscard]] int free_place() const;
    Result<> watch(pid_t pid, std::chrono::milliseconds timeout);
    static void read_output(Running& running);

    EventLoop& loop_;
    KeeperLink& keeper_;
    std::map<pid_t, Running> running_;
};

}  // namespace hive
