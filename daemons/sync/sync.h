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
#include "daemons/sync/connections.h"
#include "daemons/sync/readings_writer.h"
#include "daemons/sync/run.h"
#include "daemons/sync/troubles.h"
#include "lib/alert_link.h"
#include "lib/backoff.h"
#include "lib/control.h"
#include "lib/daemon.h"
#include "lib/event_loop.h"
#include "lib/result.h"
#include "lib/worker.h"

namespace hive {

/// One run at a time: a copy at the start (warm), every interval, after a failure with growing
/// delay, and whenever the verb `now` asks; a comparison when one is due or `verify` asks;
/// `rebuild`. Runs happen on a worker; all else on the loop's thread.
class Sync : public Service {
public:
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const SyncConfig& config);
    Sync(const Sync&) = delete;
    Sync& operator=(const Sync&) = delete;
    /// Ends a run that is under way; what it has committed stays.
    ~Sync() override;

private:
    enum class Job { copy, verify, rebuild };
    /// Who waits for the end of a run; one that comes while it is under way joins it.
    struct Request {
        Job job;
        ControlReply reply;
    };

    Sync(Daemon& daemon, const SyncConfig& config, std::unique_ptr<ReadingsWriter> writer);
    Result<> serve();
    void serve_questions();
    void request(Job job, ControlReply reply);

    void start(Job job);
    void start_verification();
    void finish_copy(const RunResult& result);
    void finish_verification(const CompareResult& result);
    void answer(const Json& result);
    void warn(std::vector<std::string> warnings);
    void send(std::vector<Json> alerts);
    void start_next(std::chrono::milliseconds otherwise_after);
    void run_after(std::chrono::milliseconds delay);
    void close_when_idle();
    [[nodiscard]] bool is_verification_due() const;
    void tell(Job job, const Json& line) const;
    void tell_progress();
    [[nodiscard]] Json progress_line() const;
    [[nodiscard]] Json status() const;
    [[nodiscard]] Json metrics() const;
    [[nodiscard]] std::string_view state_word() const;
    [[nodiscard]] double chance();

    Daemon& daemon_;
    const SyncConfig& config_;
    std::unique_ptr<ReadingsWriter> writer_;  // the worker's while a run is under way
    std::stop_source stop_;
    Connections connections_;  // the worker's while a run is under way
    Progress progress_;
    Backoff backoff_;
    int failures_ = 0;  // in a row
    Troubles troubles_ {config_.alerts};
    std::unique_ptr<AlertLink> alerts_;
    std::mt19937 random_ {std::random_device {}()};

    std::optional<Job> running_;
    std::chrono::steady_clock::time_point run_began_;
    std::optional<std::chrono::system_clock::time_point> next_run_;
    std::optional<std::chrono::system_clock::time_point> last_run_;  // when it ended
    std::optional<RunResult> last_result_;
    std::vector<std::string> warnings_;  // of the file, as the last run saw them
    std::optional<CompareResult> last_comparison_;
    std::optional<std::chrono::steady_clock::time_point> last_comparison_time_;
    std::vector<Request> requests_;  // at most one a peer

    Watch next_run_timer_;
    Watch progress_timer_;
    Watch idle_timer_;
    Worker questions_ {1, 8};
    Worker worker_ {1, 1};  // last: its thread ends before what it uses
};

}  // namespace hive
