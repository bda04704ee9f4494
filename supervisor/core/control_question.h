// supervisor/core/control_question.h - the verb `ping` on a service's control socket.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "supervisor/core/probe.h"

namespace hive {

/// What the bytes received so far say. Pure; fuzzed. @return nothing when more is needed to tell
[[nodiscard]] std::optional<ProbeAnswer> judge_control_reply(std::string_view received);

class ControlQuestion : public Question {
public:
    /// @param timeout for connecting and the whole answer, at most 64 kB
    ControlQuestion(EventLoop& loop, std::string socket_path, std::chrono::milliseconds timeout);

    void ask(ProbeAnswered answered) override;

private:
    void write_request();
    void read_answer();
    void finish(ProbeAnswer answer);
    void fail_with(const Error& error);

    EventLoop& loop_;
    std::string socket_path_;
    std::chrono::milliseconds timeout_;
    ProbeAnswered answered_;
    std::chrono::steady_clock::time_point asked_;
    std::string received_;
    Fd connection_;
    Watch connected_;
    Watch readable_;
    Watch deadline_;
};

}  // namespace hive
