// supervisor/core/unit.h - one service under supervision: its state, its process, its clocks.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/cgroups.h"
#include "supervisor/core/child.h"
#include "supervisor/core/config.h"
#include "supervisor/core/confinement.h"
#include "supervisor/core/credentials.h"
#include "supervisor/core/errand.h"
#include "supervisor/core/history.h"
#include "supervisor/core/lifecycle.h"
#include "supervisor/core/notification.h"
#include "supervisor/core/probe.h"
#include "supervisor/core/probe_link.h"
#include "supervisor/core/process.h"
#include "supervisor/core/sockets.h"
#include "supervisor/core/stored_descriptors.h"

namespace hive {

class Unit;

/// What a unit needs of the supervisor around it.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    virtual EventLoop& loop() = 0;
    virtual KeeperLink& keeper() = 0;
    virtual const std::string& notify_path() = 0;
    virtual Cgroups& cgroups() = 0;
    virtual Errands& errands() = 0;
    virtual ProbeLink& probes() = 0;
    /// A service the unit depends on and that is not up; "" when it may start.
    virtual std::string missing_dependency(const Unit& unit) = 0;
    /// The unit looks different now.
    virtual void changed(const Unit& unit) = 0;
    virtual void happened(const Unit& unit, Happening happening) = 0;
    /// A new process of it runs: those that restart with it do.
    virtual void started_anew(const Unit& unit) = 0;
    /// Puts the state of all units where a next core finds it.
    virtual void save() = 0;
};

class Unit {
public:
    /// @param service outlives the unit
    Unit(const ServiceConfig& service, Surroundings& surroundings);
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;
    ~Unit() = default;

    void handle(Event event);
    /// start, stop, restart, monitor or unmonitor as an operator asks. @param by shown to people,
    /// may be ""
    void operate(Event event, std::string_view by);
    /// What its main process sent to the notify socket. @param descriptors that came along
    void notified(const Notification& notification, std::vector<Fd> descriptors);
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
    /// @param kept names of all that the keeper holds
    void adopt_descriptors(
        const std::vector<std::string>& kept, const ServiceSockets::Claim& claim);
    /// Goes on from the adopted state, once every unit is adopted.
    void resume();
    [[nodiscard]] SavedService saved() const;

    [[nodiscard]] const ServiceConfig& service() const { return service_; }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] pid_t pid() const { return child_ ? child_->pid() : 0; }
    [[nodiscard]] const Figures& figures() const { return figures_; }
    /// Milliseconds the last probe took, -1 before the first.
    [[nodiscard]] double probe_ms() const { return probe_ms_; }
    /// Among the last ones that count.
    [[nodiscard]] int failed_probes() const;
    /// As the kernel says; nothing until it is up.
    [[nodiscard]] const std::optional<Confinement>& confinement() const { return confinement_; }
    [[nodiscard]] std::size_t stored_descriptors() const { return stored_.size(); }
    /// It has said that it reads its configuration anew.
    /// Whether its configuration file was written after it started, or was last reloaded.
    [[nodiscard]] bool is_outdated() const;
    /// Takes up a configuration that is newer.
    void take_configuration();
    [[nodiscard]] bool is_reloading() const { return is_reloading_; }

private:
    void enter(State next);
    void perform(Action action);
    void await_dependencies();
    void spawn();
    void tell_withheld(const Identity& identity) const;
    Result<> start_child();
    void refuse_start(const Error& error);
    void secure(Child child);
    void supervise();
    void watch_over();
    void begin_probing();
    [[nodiscard]] std::unique_ptr<Question> question();
    void terminate();
    void await_end();
    void kill();
    void end_run(std::string exit_text, Event event);
    void end_leftovers();
    void give_up_what_it_has();
    void schedule_retry();
    void wait_for_retry(std::chrono::milliseconds delay);
    void count_restart();
    void watch_configuration();
    void relax();
    void feed_watchdog();
    void set_watchdog(std::chrono::milliseconds interval);
    void begin_reload(const Notification& notification);
    void end_reload();
    void extend(std::chrono::milliseconds span);
    void store(const Notification& notification, std::vector<Fd> descriptors);
    void follow_main(pid_t pid);
    void watch_main();
    void renew_credentials();
    void follow_change(OnChange what);
    void forget_failures_if_stable();
    void probe_answered(const ProbeAnswer& answer);
    void probe_failed(const std::string& text);
    void probe_unasked(const std::string& text);
    void set_status(std::string_view text);
    void call_later(std::chrono::milliseconds delay, Event event, std::string reason);
    void announce(std::string_view kind, std::string text, std::vector<std::string> lines = {});
    [[nodiscard]] std::string pidfd_name() const;
    /// Names the cgroup of the present process, or the last.
    [[nodiscard]] std::string run_name() const;

    const ServiceConfig& service_;
    Surroundings& surroundings_;
    ServiceSockets sockets_;
    StoredDescriptors stored_;
    Credentials credentials_;
    State state_ = State::stopped;
    double since_;  // epoch seconds, as the next
    double spawned_ = 0;
    double retry_at_ = 0;
    double ready_since_ = 0;  // seconds of the steady clock
    std::string status_;
    std::string reason_;  // why it is being ended
    int restarts_ = 0;
    int failures_ = 0;
    std::deque<double> restart_times_;  // steady seconds, the last restart_alert of them
    LastExit last_exit_;
    std::string invocation_;  // of the present process, or the last
    int landlock_ = 0;
    std::optional<Confinement> confinement_;
    std::chrono::milliseconds watchdog_interval_ {0};
    bool is_reloading_ = false;
    double configured_ = 0;  // epoch seconds; last told to read its configuration
    std::uint64_t reload_asked_ = 0;  // microseconds, CLOCK_MONOTONIC; SIGHUP of the core
    std::string configuration_fingerprint_;
    std::uint64_t probe_failures_ = 0;  // bit 0 is the newest; 1: failed
    std::string probe_trouble_;  // why it could not be asked, told once
    double probe_ms_ = -1;
    Meter meter_;
    Figures figures_;
    std::optional<Child> child_;
    std::unique_ptr<Prober> prober_;
    Watch timer_;  // start, stop or retry: a state has one of them at most
    Watch watchdog_;
    Watch main_gone_;  // of a main process that is no child of the keeper
};

}  // namespace hive
