// supervisor/core/unit.h - one service under supervision: its state, its process, its clocks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/child.h"
#include "supervisor/core/config.h"
#include "supervisor/core/history.h"
#include "supervisor/core/lifecycle.h"
#include "supervisor/core/notification.h"
#include "supervisor/core/probe.h"
#include "supervisor/core/process.h"
#include "supervisor/core/sockets.h"

namespace hive {

class Unit;

/// What a unit needs of the supervisor around it.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    virtual EventLoop& loop() = 0;
    virtual KeeperLink& keeper() = 0;
    virtual const std::string& notify_path() = 0;
    /// A service the unit depends on and that is not up; "" when it may start.
    virtual std::string missing_dependency(const Unit& unit) = 0;
    /// The unit looks different now.
    virtual void changed(const Unit& unit) = 0;
    virtual void happened(const Unit& unit, Happening happening) = 0;
    /// Puts the state of all units where a next core finds it.
    virtual void save() = 0;
};

class Unit {
public:
    /// @param service outlives the unit
    Unit(const ServiceConfig& service, Surroundings& surroundings);
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;

    void handle(Event event);
    /// start, stop, restart, monitor or unmonitor as an operator asks. @param by shown to people,
    /// may be ""
    void operate(Event event, std::string_view by);
    /// What its main process sent to the notify socket.
    void notified(const Notification& notification);
    /// Its process has ended. @param status of waitpid(2)
    void ended(int status);
    /// Measures, and looks whether a configuration it waits for has changed.
    void look();
    /// Something it may wait for has come up.
    void recheck_dependencies();

    /// Opens its sockets before anything starts, so that no client finds them closed.
    void open_sockets();
    /// Takes sockets, and the process if there is one, over from a former core.
    void adopt(const SavedService& saved, const ServiceSockets::Claim& claim);
    void adopt_sockets(const ServiceSockets::Claim& claim);
    /// Goes on from the adopted state, once every unit is adopted.
    void resume();
    [[nodiscard]] SavedService saved() const;

    [[nodiscard]] const ServiceConfig& service() const { return service_; }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] pid_t pid() const { return child_ ? child_->pid() : 0; }
    [[nodiscard]] const Figures& figures() const { return figures_; }
    /// Milliseconds the last probe took, -1 before the first.
    [[nodiscard]] double probe_ms() const { return probe_ms_; }

private:
    void enter(State next);
    void perform(Action action);
    void await_dependencies();
    void spawn();
    void refuse_start(const Error& error);
    void secure(Child child);
    void supervise();
    void begin_probing();
    void terminate();
    void kill();
    void schedule_retry();
    void wait_for_retry(std::chrono::milliseconds delay);
    void watch_configuration();
    void relax();
    void feed_watchdog();
    void forget_failures_if_stable();
    void probe_answered(const ProbeAnswer& answer);
    void probe_failed(const std::string& text);
    void set_status(std::string_view text);
    void call_later(std::chrono::milliseconds delay, Event event, std::string reason);
    void announce(std::string_view kind, std::string text, std::vector<std::string> lines = {});
    [[nodiscard]] std::string pidfd_name() const;

    const ServiceConfig& service_;
    Surroundings& surroundings_;
    ServiceSockets sockets_;
    State state_ = State::stopped;
    double since_;  // epoch seconds, as the next
    double spawned_ = 0;
    double retry_at_ = 0;
    double ready_since_ = 0;  // seconds of the steady clock
    std::string status_;
    std::string reason_;  // why it is being ended
    int restarts_ = 0;
    int failures_ = 0;
    LastExit last_exit_;
    std::string configuration_fingerprint_;
    int failed_probes_ = 0;
    double probe_ms_ = -1;
    Meter meter_;
    Figures figures_;
    std::optional<Child> child_;
    std::unique_ptr<Prober> prober_;
    Watch timer_;  // start, stop or retry: a state has one of them at most
    Watch watchdog_;
};

}  // namespace hive
