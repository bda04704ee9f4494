#include "supervisor/core/lifecycle.h"

#include <array>
#include <utility>

namespace hive {
namespace {

struct Transition {
    State state;
    Event event;
    Step step;
};

// What is not listed changes nothing.
constexpr auto rules = std::to_array<Transition>({
    {State::stopped, Event::start, {State::waiting, Action::await_dependencies}},
    {State::stopped, Event::restart, {State::waiting, Action::await_dependencies}},

    {State::waiting, Event::stop, {State::stopped, Action::settle}},
    {State::waiting, Event::dependencies_ready, {State::starting, Action::spawn}},

    {State::starting, Event::stop, {State::stopping, Action::terminate}},
    {State::starting, Event::restart, {State::restarting, Action::terminate}},
    {State::starting, Event::spawn_failed, {State::backoff, Action::schedule_retry}},
    {State::starting, Event::became_ready, {State::ready, Action::supervise}},
    {State::starting, Event::start_timeout, {State::failing, Action::kill}},
    {State::starting, Event::unresponsive, {State::failing, Action::kill}},
    {State::starting, Event::leaves, {State::failing, Action::await_end}},
    {State::starting, Event::exited, {State::backoff, Action::schedule_retry}},
    {State::starting, Event::exited_misconfigured,
        {State::misconfigured, Action::watch_configuration}},

    {State::ready, Event::stop, {State::stopping, Action::terminate}},
    {State::ready, Event::restart, {State::restarting, Action::terminate}},
    {State::ready, Event::became_degraded, {State::degraded, Action::none}},
    {State::ready, Event::unresponsive, {State::failing, Action::kill}},
    {State::ready, Event::leaves, {State::failing, Action::await_end}},
    {State::ready, Event::exited, {State::backoff, Action::schedule_retry}},
    {State::ready, Event::exited_misconfigured,
        {State::misconfigured, Action::watch_configuration}},

    {State::ready, Event::unmonitor, {State::unmonitored, Action::relax}},
    {State::degraded, Event::unmonitor, {State::unmonitored, Action::relax}},

    {State::degraded, Event::stop, {State::stopping, Action::terminate}},
    {State::degraded, Event::restart, {State::restarting, Action::terminate}},
    {State::degraded, Event::recovered, {State::ready, Action::none}},
    {State::degraded, Event::unresponsive, {State::failing, Action::kill}},
    {State::degraded, Event::leaves, {State::failing, Action::await_end}},
    {State::degraded, Event::exited, {State::backoff, Action::schedule_retry}},
    {State::degraded, Event::exited_misconfigured,
        {State::misconfigured, Action::watch_configuration}},

    {State::stopping, Event::start, {State::restarting, Action::none}},
    {State::stopping, Event::restart, {State::restarting, Action::none}},
    {State::stopping, Event::stop_timeout, {State::stopping, Action::kill}},
    {State::stopping, Event::exited, {State::stopped, Action::settle}},
    {State::stopping, Event::exited_misconfigured, {State::stopped, Action::settle}},

    {State::restarting, Event::stop, {State::stopping, Action::none}},
    {State::restarting, Event::stop_timeout, {State::restarting, Action::kill}},
    {State::restarting, Event::exited, {State::waiting, Action::await_dependencies}},
    {State::restarting, Event::exited_misconfigured, {State::waiting, Action::await_dependencies}},

    {State::failing, Event::stop, {State::stopping, Action::none}},
    {State::failing, Event::restart, {State::restarting, Action::none}},
    {State::failing, Event::stop_timeout, {State::failing, Action::kill}},
    {State::failing, Event::exited, {State::backoff, Action::schedule_retry}},
    {State::failing, Event::exited_misconfigured, {State::backoff, Action::schedule_retry}},

    {State::backoff, Event::start, {State::waiting, Action::await_dependencies}},
    {State::backoff, Event::restart, {State::waiting, Action::await_dependencies}},
    {State::backoff, Event::stop, {State::stopped, Action::settle}},
    {State::backoff, Event::retry_due, {State::waiting, Action::await_dependencies}},

    {State::misconfigured, Event::start, {State::waiting, Action::await_dependencies}},
    {State::misconfigured, Event::restart, {State::waiting, Action::await_dependencies}},
    {State::misconfigured, Event::stop, {State::stopped, Action::settle}},
    {State::misconfigured, Event::configuration_changed,
        {State::waiting, Action::await_dependencies}},

    {State::unmonitored, Event::start, {State::ready, Action::supervise}},
    {State::unmonitored, Event::monitor, {State::ready, Action::supervise}},
    {State::unmonitored, Event::stop, {State::stopping, Action::terminate}},
    {State::unmonitored, Event::restart, {State::restarting, Action::terminate}},
    {State::unmonitored, Event::exited, {State::stopped, Action::settle}},
    {State::unmonitored, Event::exited_misconfigured, {State::stopped, Action::settle}},
});

struct Names {
    State state;
    std::string_view exact;
    std::string_view shown;
    bool has_process;
    bool is_up;
};

constexpr std::array<Names, state_count> states {{
    {State::stopped, "stopped", "stopped", false, false},
    {State::waiting, "waiting", "starting", false, false},
    {State::starting, "starting", "starting", true, false},
    {State::ready, "ready", "ready", true, true},
    {State::degraded, "degraded", "degraded", true, true},
    {State::stopping, "stopping", "stopping", true, false},
    {State::restarting, "restarting", "stopping", true, false},
    {State::failing, "failing", "stopping", true, false},
    {State::backoff, "backoff", "backoff", false, false},
    {State::misconfigured, "misconfigured", "misconfigured", false, false},
    {State::unmonitored, "unmonitored", "unmonitored", true, true},
}};

const Names& names_of(State state)
{
    return states[static_cast<std::size_t>(std::to_underlying(state))];
}

}  // namespace

Step step(State state, Event event)
{
    for (const auto& rule : rules)
        if (rule.state == state && rule.event == event)
            return rule.step;
    return {state, Action::none};
}

std::string_view shown_name(State state)
{
    return names_of(state).shown;
}

std::string_view exact_name(State state)
{
    return names_of(state).exact;
}

std::optional<State> state_named(std::string_view exact_name)
{
    for (const auto& names : states)
        if (names.exact == exact_name)
            return names.state;
    return std::nullopt;
}

bool has_process(State state)
{
    return names_of(state).has_process;
}

bool is_up(State state)
{
    return names_of(state).is_up;
}

}  // namespace hive
