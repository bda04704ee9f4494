#include "supervisor/core/unit.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <random>
#include <utility>

#include "lib/log.h"
#include "supervisor/core/capability.h"
#include "supervisor/core/clock.h"

namespace hive {
namespace {

/// As systemd(1) makes it: 128 bits.
std::string random_invocation()
{
    std::random_device source;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", source(), source(), source(), source());
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
      stored_ {service.name, static_cast<std::size_t>(service.stored_descriptors),
          surroundings.keeper()},
      credentials_ {service}, since_ {epoch_seconds()}
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
        give_up_what_it_has();
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
    case Action::await_end: await_end(); break;
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
    if (const auto started = start_child(); !started)
        return refuse_start(started.error());
    announce("starting", fmt::format("pid {}", pid()));
    surroundings_.started_anew(*this);
    if (service_.ready == ReadySign::start)
        return handle(Event::became_ready);
    call_later(service_.start_timeout, Event::start_timeout,
        fmt::format("not ready after {} s", service_.start_timeout.count()));
}

void Unit::tell_withheld(const Identity& identity) const
{
    const auto withheld = service_.capability_bits() & ~identity.capabilities;
    if (identity.is_switched && withheld != 0)
        log::warning("starts without {}: this host withholds it {}",
            fmt::join(capability_names(withheld), ", "), log::field("service", service_.name));
}

Result<> Unit::start_child()
{
    ChildSetting setting {.identity = TRY(identity_of(service_)),
        .descriptors = sockets_.fds(),
        .names = sockets_.names(),
        .notify_path = surroundings_.notify_path(),
        .invocation = random_invocation()};
    tell_withheld(setting.identity);
    TRY(credentials_.install(setting.identity));
    stored_.drop_dead();
    stored_.append_to(setting.descriptors, setting.names);
    invocation_ = setting.invocation;
    const auto cgroup = surroundings_.cgroups().make(run_name());
    setting.cgroup = cgroup.get();
    landlock_ = service_.is_sandboxed ? landlock_version() : 0;
    watchdog_interval_ = service_.watchdog;
    TRY(Child::start(service_, setting, [this](Child child) { secure(std::move(child)); }));
    assert(child_);
    if (!child_->was_born_in_cgroup())  // later: clients wait for the restart, not for this
        surroundings_.loop().post([this, run = run_name()] {
            if (child_ && run == run_name())
                surroundings_.cgroups().enter(run, pid());
        });
    return {};
}

void Unit::refuse_start(const Error& error)
{
    surroundings_.cgroups().remove(run_name());
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
    watch_over();
}

/// What is up, be it since now or since before this core.
void Unit::watch_over()
{
    figures_ = meter_.measure(pid(), steady_seconds());
    probe_failures_ = 0;
    feed_watchdog();
    begin_probing();
    surroundings_.save();
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

std::string Unit::run_name() const
{
    constexpr std::size_t enough = 8;
    return service_.name + '.' + invocation_.substr(0, enough);
}

}  // namespace hive
