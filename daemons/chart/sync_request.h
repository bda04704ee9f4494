// daemons/chart/sync_request.h - the update button: has hive-sync copy now.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
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

/// One run at a time, shared by all who ask while it goes on. Its progress is published as
/// `sync` events {rows, rate}, its end as {done: true} with outcome, rows and text, or with
/// error. Loop thread only.
class SyncRequest {
public:
    /// Takes the answer of one asker, exactly once.
    using Answer = std::move_only_function<void(HttpResponse)>;

    /// @param socket_path control socket of hive-sync, which need not be there yet
    /// @param patience how long an asker waits: shorter than any proxy on the way does
    static Result<std::unique_ptr<SyncRequest>> create(EventLoop& loop,
        const std::string& socket_path, std::chrono::seconds patience, EventChannel& channel);

    /// Answers when the run is done: 200 with its outcome, 502 when it broke, 503 when
    /// hive-sync cannot be reached or too many ask; or when its patience is over: 202, the run
    /// goes on and the event tells its end.
    void ask(Answer answer);

    /// Askers that may wait for one run.
    static constexpr std::size_t max_askers = 64;

private:
    SyncRequest(EventLoop& loop, std::chrono::seconds patience, EventChannel& channel);
    void take_line(const Json& line);
    void finish(const Json& line);
    void look_after_run();
    void end_run(int status, Json body);
    void answer_all(int status, const Json& body);

    EventLoop& loop_;
    std::chrono::seconds patience_;
    EventChannel& channel_;
    bool is_running_ = false;  // hive-sync has not answered yet
    std::int64_t rows_ = 0;  // copied by the run so far
    std::chrono::steady_clock::time_point deadline_;  // of those who wait
    std::vector<Answer> askers_;
    std::unique_ptr<ControlLink> link_;
    Watch every_second_;
};

}  // namespace hive
