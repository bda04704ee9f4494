// supervisor/core/courier.h - has the messages of the alert queue sent by hive-notify.
//
// hive-notify runs while messages are due. It knows no configuration: what it needs for one
// message, secrets among it, comes as a line of JSON on a socket that only it has, and it answers
// each with a line (tools/hive-notify/job.h).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/json_fwd.h"
#include "supervisor/core/alert_queue.h"
#include "supervisor/core/errand.h"

namespace hive {

class Courier {
public:
    /// How the first try of a delivery went. @param error "" when it was delivered
    using Settled = std::function<void(const std::string& error, const std::string& outcome)>;

    /// @param queue, config and errands outlive the courier
    Courier(EventLoop& loop, Errands& errands, AlertQueue& queue, const AlertConfig& config);
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;
    ~Courier() = default;

    /// Something may be due.
    void wake();
    /// @param settled called once, when that delivery was tried the next time
    void when_settled(std::int64_t delivery, Settled settled);

private:
    void send_due();
    void send(Parcel parcel);
    Result<> ensure_running();
    void write_unsent();
    void read_answers();
    void answered(const Json& answer);
    void settle(std::int64_t job, bool is_delivered, const std::string& text);
    void stopped(int run, const std::string& why);
    void close();
    void plan_next();

    EventLoop& loop_;
    Errands& errands_;
    AlertQueue& queue_;
    const AlertConfig& config_;
    std::map<std::int64_t, Parcel> under_way_;  // by the id of their first delivery
    std::map<std::int64_t, Settled> waiting_;  // at most 32: those of the control socket's peers
    int run_ = 0;  // counts the processes, the one on the channel is the last
    std::string unsent_;
    std::string received_;
    Fd channel_;
    Watch readable_;
    Watch writable_;
    Watch timer_;
};

/// What hive-notify is told about a message; reads the files with secrets.
[[nodiscard]] Result<Json> notify_job(
    const Parcel& parcel, const AlertConfig& config, const std::string& host);

}  // namespace hive
