// supervisor/core/lifecycle.h - what happens to a service: state x event -> state, action. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace hive {

enum class State {
    stopped,  // nobody wants it to run
    waiting,  // wanted; something it depends on is not ready yet
    starting,  // its process runs and has not said READY=1
    ready,
    degraded,  // serves, and says that something is wrong
    stopping,  // asked to end, then stays down
    restarting,  // asked to end, then starts again at once
    failing,  // being ended because it hangs, then starts again after the backoff
    backoff,  // ended by itself; its next start is planned
    misconfigured,  // exit 78: starts again when its configuration changes
    unmonitored,  // its process runs, and nobody looks whether it serves
};
constexpr int state_count = 11;

enum class Event {
    start,  // an operator, or the start of the supervisor
    stop,
    restart,
    dependencies_ready,
    spawn_failed,
    became_ready,
    became_degraded,
    recovered,
    start_timeout,  // READY=1 did not come
    unresponsive,  // watchdog or probe
    stop_timeout,  // SIGTERM did not help
    exited,
    exited_misconfigured,  // exit 78
    retry_due,
    configuration_changed,
    monitor,  // an operator, as the next
    unmonitor,
    leaves,  // it says that it stops, though nobody asked it to
};
constexpr int event_count = 18;

enum class Action {
    none,
    settle,  // no timer runs any more
    await_dependencies,  // dependencies_ready as soon as they are
    spawn,
    supervise,  // it is up: end the start timer, begin to probe
    terminate,  // SIGTERM now, stop_timeout later
    kill,  // SIGKILL to the whole tree
    schedule_retry,  // retry_due after the backoff
    watch_configuration,  // configuration_changed when the file does
    await_end,  // stop_timeout later
    relax,  // no probe and no watchdog any more
};

struct Step {
    State next;
    Action action;
    bool operator==(const Step&) const = default;
};

/// Every pair has an answer; an event that means nothing in a state leaves it as it is.
[[nodiscard]] Step step(State state, Event event);

/// The state as people see it: waiting is part of "starting", restarting and failing of "stopping".
[[nodiscard]] std::string_view shown_name(State state);
/// Every state and event has its own name here (saved over a crash of the core).
[[nodiscard]] std::string_view exact_name(State state);
[[nodiscard]] std::optional<State> state_named(std::string_view exact_name);

/// A process belongs to the service in these.
[[nodiscard]] bool has_process(State state);
/// What depends on the service may start.
[[nodiscard]] bool is_up(State state);

}  // namespace hive
