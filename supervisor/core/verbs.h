// supervisor/core/verbs.h - what the control socket of the supervisor answers.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lib/control.h"
#include "lib/json_fwd.h"
#include "supervisor/core/check.h"
#include "supervisor/core/history.h"
#include "supervisor/core/lifecycle.h"
#include "supervisor/core/log_tail.h"
#include "supervisor/core/unit.h"

namespace hive {

class Supervisor;

/// The verbs status, start, stop, restart, monitor, unmonitor, validate, follow, events, logs,
/// reload, shutdown.
class Verbs {
public:
    Verbs(Supervisor& supervisor, ControlServer& control);
    Verbs(const Verbs&) = delete;
    Verbs& operator=(const Verbs&) = delete;
    ~Verbs() = default;

    /// To everyone who follows: a new state at once, other changes once a second at most.
    void publish(const Unit& unit);
    /// After every look at it, and when it is monitored or not from now on.
    void publish(const Check& check);
    void publish(const Happening& happening);
    /// @param alert as the verb `alerts` shows it
    void publish_alert(const Json& alert);
    /// What was held back.
    void publish_late();

private:
    /// What followers know of a unit.
    struct Known {
        State state = State::stopped;
        double at = 0;  // seconds of the steady clock
        bool is_late = false;  // it has changed since
    };
    /// One `logs` request that goes on.
    struct LogStream {
        ControlReply reply;
        std::vector<std::unique_ptr<LogFollower>> followers;
    };

    void serve_checks(ControlServer& control);
    void operate(Event event, const Json& arguments, const ControlReply& reply);
    void operate(Event event, Unit& unit, const std::string& by);
    static Result<> operate(Event event, Check& check, const std::string& by);
    /// Those called "name", all, or those of "group".
    [[nodiscard]] std::vector<Check*> checks_asked_for(const Json& arguments);
    void validate(const ControlReply& reply);
    void follow(const ControlReply& reply);
    void events(const Json& arguments, const ControlReply& reply);
    void logs(const Json& arguments, const ControlReply& reply);
    void follow_logs(const std::vector<Unit*>& units, const ControlReply& reply);
    void broadcast(const Json& line);
    /// Those asked for: one, or all without a name. @return none when there is no such service
    [[nodiscard]] std::vector<Unit*> asked_for(const Json& arguments, std::string_view key);
    [[nodiscard]] Json status();
    [[nodiscard]] Json status_of_unit(const Unit& unit) const;
    [[nodiscard]] std::string unknown(const Json& arguments, std::string_view key);

    Supervisor& supervisor_;
    std::list<ControlReply> followers_;
    std::map<const Unit*, Known> known_;
    std::list<LogStream> log_streams_;
};

}  // namespace hive
