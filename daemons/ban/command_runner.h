// daemons/ban/command_runner.h - runs programs without a shell, off the way of bans.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"

namespace hive {

struct Command {
    std::vector<std::string> argv;  // at least the program, searched in PATH
    std::vector<std::string> environment {};  // NAME=value, besides our own
    std::chrono::seconds timeout {10};  // then its process group is killed
};

/// The words of a command line, separated by blanks; <name> in a word is replaced, so that
/// a value never becomes more than (a part of) one word. Pure.
/// @param values name without brackets, and its value
[[nodiscard]] std::vector<std::string> command_words(
    std::string_view line, const std::vector<std::pair<std::string_view, std::string>>& values);

/// A few programs at a time, the others wait in a queue.
class CommandRunner {
public:
    static constexpr std::size_t max_running = 8;
    static constexpr std::size_t max_waiting = 256;

    explicit CommandRunner(EventLoop& loop) : loop_ {loop} { }
    CommandRunner(const CommandRunner&) = delete;
    CommandRunner& operator=(const CommandRunner&) = delete;
    /// Kills what runs.
    ~CommandRunner();

    /// The exit status; nothing for a program that did not start, was killed or took too long.
    using Done = std::move_only_function<void(std::optional<int> status)>;
    /// @return false when too many wait: the command was dropped
    [[nodiscard]] bool run(Command command, Done done);

private:
    struct Waiting {
        Command command;
        Done done;
    };
    struct Running {
        std::string program;
        pid_t pid = 0;
        Fd pidfd;
        Done done;
        Watch ended;
        Watch deadline;
    };
    void start_next();
    bool start(Waiting waiting);
    void finish(Running& running);

    EventLoop& loop_;
    std::deque<Waiting> waiting_;
    std::list<Running> running_;
};

}  // namespace hive
