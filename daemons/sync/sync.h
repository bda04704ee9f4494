// daemons/sync/sync.h - when runs happen, who is told, and how the daemon is.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

#include "daemons/sync/config.h"
#include "daemons/sync/readings_writer.h"
#include "daemons/sync/run.h"
#include "lib/backoff.h"
#include "lib/control.h"
#include "lib/daemon.h"
#include "lib/event_loop.h"
#include "lib/result.h"
#include "lib/worker.h"

namespace hive {

/// One run at a time: at the start (warm), every interval, after a failure with growing delay,
/// and whenever the verb `now` asks. Runs happen on a worker; all else on the loop's thread.
class Sync : public Service {
public:
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const SyncConfig& config);
    Sync(const Sync&) = delete;
    Sync& operator=(const Sync&) = delete;
    /// Ends a run that is under way; what it has committed stays.
    ~Sync() override;

private:
    Sync(Daemon& daemon, const SyncConfig& config, std::unique_ptr<ReadingsWriter> writer);
    Result<> serve();

    void run_now();
    void finish(const RunResult& result);
    void run_after(std::chrono::milliseconds delay);
    void tell_progress();
    [[nodiscard]] Json progress_line() const;
    [[nodiscard]] Json status() const;
    [[nodiscard]] double chance();

    Daemon& daemon_;
    const SyncConfig& config_;
    std::unique_ptr<ReadingsWriter> writer_;  // the worker's while a run is under way
    Progress progress_;
    Backoff backoff_;
    int failures_ = 0;  // in a row
    std::mt19937 random_ {std::random_device {}()};

    bool is_running_ = false;
    std::chrono::steady_clock::time_point run_began_;
    std::optional<std::chrono::system_clock::time_point> next_run_;
    std::optional<std::chrono::system_clock::time_point> last_run_;  // when it ended
    std::optional<RunResult> last_result_;
    std::vector<ControlReply> waiting_;  // for the end of this run; at most one a peer

    Watch next_run_timer_;
    Watch progress_timer_;
    std::stop_source stop_;
    Worker worker_ {1, 1};  // last: its thread ends before what it uses
};

}  // namespace hive
