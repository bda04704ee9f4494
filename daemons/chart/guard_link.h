// daemons/chart/guard_link.h - passes on to hive-guard what an admin does on the traffic page.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "daemons/chart/traffic_command.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// One connection to hive-guard's control socket, on which commands are asked one after the
/// other. Loop thread only.
class GuardLink {
public:
    /// Takes the answer to one command, exactly once.
    using Answer = std::move_only_function<void(HttpResponse)>;

    /// @param socket_path control socket of hive-guard, which need not be there yet
    static Result<std::unique_ptr<GuardLink>> create(
        EventLoop& loop, const std::string& socket_path);

    /// Answers 200 with what hive-guard says, 409 with why it refuses, 502 when it goes away
    /// meanwhile, 503 when it cannot be reached or too many commands wait, 504 when it has not
    /// answered after `patience`.
    void ask(GuardCommand command, Answer answer);

    static constexpr std::size_t max_waiting = 32;
    static constexpr std::chrono::seconds patience {10};

private:
    struct Waiting {
        GuardCommand command;
        Answer answer;  // none: it has waited for too long
        std::chrono::steady_clock::time_point deadline;
    };
    GuardLink() = default;
    void send_next();
    void take_line(const Json& line);
    void look_after();
    void end_first(HttpResponse response);

    std::deque<Waiting> waiting_;  // the first one has been sent if is_sent_
    bool is_sent_ = false;
    std::unique_ptr<ControlLink> link_;
    Watch every_second_;
};

}  // namespace hive
