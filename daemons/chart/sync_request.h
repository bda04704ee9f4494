// daemons/chart/sync_request.h - the update button: has hive-sync copy now.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// One run at a time, shared by all who ask while it goes on; its progress is published as
/// `sync` events. Loop thread only.
class SyncRequest {
public:
    /// Takes the answer of one asker, exactly once.
    using Answer = std::move_only_function<void(HttpResponse)>;

    /// @param socket_path control socket of hive-sync, which need not be there yet
    /// @param timeout how long an asker waits; the run itself goes on
    static Result<std::unique_ptr<SyncRequest>> create(EventLoop& loop,
        const std::string& socket_path, std::chrono::seconds timeout, EventChannel& channel);

    /// Answers when the run is done: 200 with its outcome, 502 when it broke, 503 when
    /// hive-sync cannot be reached or too many ask, 504 after the timeout.
    void ask(Answer answer);

    /// Askers that may wait for one run.
    static constexpr std::size_t max_askers = 64;

private:
    SyncRequest(EventLoop& loop, std::chrono::seconds timeout, EventChannel& channel);
    void take_line(const Json& line);
    void finish(const Json& line);
    void look_after_run();
    void answer_all(int status, const Json& body);

    EventLoop& loop_;
    std::chrono::seconds timeout_;
    EventChannel& channel_;
    bool is_running_ = false;  // hive-sync has not answered yet
    std::chrono::steady_clock::time_point deadline_;  // of those who wait
    std::vector<Answer> askers_;
    std::unique_ptr<ControlLink> link_;
    Watch every_second_;
};

}  // namespace hive
