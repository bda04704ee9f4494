#include "supervisor/core/unit.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <csignal>
#include <random>
#include <utility>

#include <sys/wait.h>
#include <sysexits.h>

#include "lib/file.h"
#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/log_tail.h"

namespace hive {
namespace {

constexpr std::size_t lines_kept = 50;  // of a log, with an exit
constexpr std::size_t bytes_kept = 8192;  // in these
constexpr std::chrono::seconds kill_interval {5};  // SIGKILL again, should a process be left

double random_share()
{
    static std::minstd_rand source {std::random_device {}()};
    return std::uniform_real_distribution<double> {0, 1}(source);
}

bool is_misconfigured(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == EX_CONFIG;
}

std::string_view verb_of(Event event)
{
    constexpr std::array words {std::pair {Event::start, "start"}, std::pair {Event::stop, "stop"},
        std::pair {Event::restart, "restart"}, std::pair {Event::monitor, "monitor"},
        std::pair {Event::unmonitor, "unmonitor"}};
    const auto* const found
        = std::ranges::find(words, event, &std::pair<Event, const char*>::first);
    assert(found != words.end());
    return found->second;
}

}  // namespace

Unit::Unit(const ServiceConfig& service, Surroundings& surroundings)
    : service_ {service}, surroundings_ {surroundings}, sockets_ {service, surroundings.keeper()},
      since_ {epoch_seconds()}
{
}

void Unit::handle(Event event)
{
    const auto [next, action] = step(state_, event);
    if (next != state_)
        enter(next);
    perform(action);
}

void Unit::enter(State next)
{
    const auto before = std::exchange(state_, next);
    since_ = epoch_seconds();
    timer_ = {};
    retry_at_ = 0;
    switch (next) {
    case State::ready: announce("ready", before == State::degraded ? "recovered" : "serves"); break;
    case State::degraded: announce("degraded", status_); break;
    case State::stopping:
    case State::restarting: announce("stopping", "asked to end"); break;
    case State::failing: announce("stopping", reason_); break;
    case State::stopped:
        sockets_.close();  // nobody will serve: clients are refused instead of waiting
        set_status("");
        announce("stopped", "");
        break;
    case State::waiting:
    case State::starting:
    case State::backoff:
    case State::misconfigured: surroundings_.changed(*this); break;  // more is known soon
    case State::unmonitored: announce("unmonitored", ""); break;
    }
}

void Unit::perform(Action action)
{
    switch (action) {
    case Action::none: break;
    case Action::settle: surroundings_.save(); break;
    case Action::await_dependencies: await_dependencies(); break;
    case Action::spawn: spawn(); break;
    case Action::supervise: supervise(); break;
    case Action::terminate: terminate(); break;
    case Action::kill: kill(); break;
    case Action::schedule_retry: schedule_retry(); break;
    case Action::watch_configuration: watch_configuration(); break;
    case Action::relax: relax(); break;
    }
}

void Unit::operate(Event event, std::string_view by)
{
    const auto who = by.empty() ? "operator" : clean_status(by.substr(0, 64));
    announce("operator", fmt::format("{} by {}", verb_of(event), who));
    if (event != Event::stop && event != Event::unmonitor)
        failures_ = 0;
    handle(event);
    surroundings_.save();
}

// ---- starting ------------------------------------------------------------------------

void Unit::await_dependencies()
{
    const auto missing = surroundings_.missing_dependency(*this);
    if (missing.empty())
        return handle(Event::dependencies_ready);
    set_status("waits for " + missing);
    surroundings_.save();
}

void Unit::recheck_dependencies()
{
    if (state_ == State::waiting)
        await_dependencies();
}

void Unit::open_sockets()
{
    if (const auto opened = sockets_.open(); !opened)
        log::warning("refused {} {}", log::field("service", service_.name),
            log::field("error", opened.error().message()));
}

void Unit::spawn()
{
    set_status("");
    if (const auto opened = sockets_.open(); !opened)
        return refuse_start(opened.error());
    const auto started = Child::start(service_, sockets_, surroundings_.notify_path(),
        [this](Child child) { secure(std::move(child)); });
    if (!started)
        return refuse_start(started.error());
    announce("starting", fmt::format("pid {}", pid()));
    if (service_.ready == ReadySign::start)
        return handle(Event::became_ready);
    call_later(service_.start_timeout, Event::start_timeout,
        fmt::format("not ready after {} s", service_.start_timeout.count()));
}

void Unit::refuse_start(const Error& error)
{
    set_status(error.message());
    handle(Event::spawn_failed);
}

void Unit::secure(Child child)
{
    spawned_ = epoch_seconds();
    child_ = std::move(child);
    surroundings_.keeper().keep(pidfd_name(), child_->pidfd());
    surroundings_.save();
}

void Unit::supervise()
{
    timer_ = {};
    ready_since_ = steady_seconds();
    figures_ = meter_.measure(pid(), ready_since_);
    failed_probes_ = 0;
    feed_watchdog();
    begin_probing();
    surroundings_.save();
}

void Unit::begin_probing()
{
    auto spec = service_.probe;
    if (spec.kind == ProbeKind::none)
        return;
    if (spec.kind == ProbeKind::control)
        spec.endpoint = {.unix_path = service_.control_path()};
    auto prober = Prober::create(surroundings_.loop(), spec, service_.probe_interval,
        service_.probe_timeout, [this](const ProbeAnswer& answer) { probe_answered(answer); });
    if (prober)
        prober_ = std::move(*prober);
    else
        log::error("{}", prober.error().message());
}

// ---- ending --------------------------------------------------------------------------

void Unit::terminate()
{
    assert(child_);
    child_->signal(SIGTERM);
    call_later(service_.stop_timeout, Event::stop_timeout, {});
    surroundings_.save();
}

void Unit::kill()
{
    assert(child_);
    child_->kill_tree();
    call_later(kill_interval, Event::stop_timeout, {});
    surroundings_.save();
}

void Unit::ended(int status)
{
    assert(child_);
    child_->kill_group();
    surroundings_.loop().post([session = pid()] { kill_session(session); });  // after the restart
    surroundings_.keeper().drop(pidfd_name());
    child_.reset();
    prober_.reset();
    watchdog_ = {};
    probe_ms_ = -1;
    figures_ = {};

    const auto now = epoch_seconds();
    last_exit_ = {.text = exit_text(status), .time = now, .after_seconds = now - spawned_};
    forget_failures_if_stable();
    auto lines = newest_within(last_lines(service_.log_path(), lines_kept), bytes_kept);
    set_status(lines.empty() ? last_exit_.text : lines.back());
    announce("exited", fmt::format("{} after {:.1f} s", last_exit_.text, last_exit_.after_seconds),
        std::move(lines));
    handle(is_misconfigured(status) ? Event::exited_misconfigured : Event::exited);
    surroundings_.save();
}

void Unit::schedule_retry()
{
    ++failures_;
    if (failures_ == 1) {
        ++restarts_;
        return handle(Event::retry_due);
    }
    const auto delay = service_.backoff.delay(failures_ - 1, random_share());
    wait_for_retry(delay);
    announce("backoff",
        fmt::format(
            "try {} in {:.1f} s", failures_ + 1, std::chrono::duration<double> {delay}.count()));
    surroundings_.save();
}

void Unit::wait_for_retry(std::chrono::milliseconds delay)
{
    retry_at_ = epoch_seconds() + std::chrono::duration<double> {delay}.count();
    auto timer = surroundings_.loop().after(delay, [this] {
        ++restarts_;
        handle(Event::retry_due);
    });
    if (timer)
        timer_ = std::move(*timer);
    else
        log::error("{}", timer.error().message());
}

// ---- small ---------------------------------------------------------------------------

void Unit::set_status(std::string_view text)
{
    if (status_ == text)
        return;
    status_ = clean_status(text);
    surroundings_.changed(*this);
}

void Unit::call_later(std::chrono::milliseconds delay, Event event, std::string reason)
{
    auto timer = surroundings_.loop().after(delay, [this, event, why = std::move(reason)] {
        reason_ = why;
        handle(event);
    });
    if (timer)
        timer_ = std::move(*timer);
    else
        log::error("{}", timer.error().message());
}

void Unit::announce(std::string_view kind, std::string text, std::vector<std::string> lines)
{
    surroundings_.happened(*this,
        {.time = epoch_seconds(),
            .service = service_.name,
            .kind = std::string {kind},
            .text = std::move(text),
            .lines = std::move(lines)});
}

std::string Unit::pidfd_name() const
{
    return "pidfd." + service_.name;
}

}  // namespace hive
