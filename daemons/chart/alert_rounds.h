// daemons/chart/alert_rounds.h - looks at the rules every few seconds and tells the supervisor.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemons/chart/alert_log.h"
#include "daemons/chart/rule_watch.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/worker.h"

namespace hive {

/// Alerts go to the supervisor's queue by the verb `alert`. What it cannot be told now stays in
/// site.db and is tried again with the next round. Loop thread only.
class AlertRounds {
public:
    struct Settings {
        std::string socket_path;  // control socket of the supervisor, which need not be there
        std::chrono::seconds period;
        double bin_hz;  // 0 = unknown
    };
    /// Store, site and channel outlive the rounds.
    static Result<std::unique_ptr<AlertRounds>> create(
        EventLoop& loop, Settings settings, Store& store, Site& site, EventChannel& channel);

    /// A round now: a rule has changed.
    void look();
    /// Sends a message that is no alert of a rule. @return false when the supervisor is away
    bool send(const Json& arguments);

private:
    /// What a round on the worker found.
    struct Round {
        Result<std::vector<AlertChange>> changes;
        Result<std::vector<Message>> messages;
    };
    AlertRounds(EventLoop& loop, Store& store, Site& site, double bin_hz, EventChannel& channel);
    Round make_round();
    void take(Round round);
    void send_next();
    void take_line(const Json& line);
    void complain(const std::string& text);

    EventLoop& loop_;
    Site& site_;
    EventChannel& channel_;
    RuleWatch watch_;  // used by the worker only
    bool is_looking_ = false;
    bool look_again_ = false;
    std::deque<Message> waiting_;  // of the last round
    std::deque<std::optional<Message>> sent_;  // and not answered; nothing: by send()
    std::string complaint_;  // the last one, said once
    std::unique_ptr<ControlLink> link_;
    Worker worker_ {1, 64};
    Watch rounds_;
};

}  // namespace hive
