#include <algorithm>

#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/unit.h"

namespace hive {

void Unit::adopt_descriptors(
    const std::vector<std::string>& kept, const ServiceSockets::Claim& claim)
{
    sockets_.adopt(claim);
    stored_.adopt(kept, claim);
}

void Unit::adopt(const SavedService& saved, const ServiceSockets::Claim& claim)
{
    state_ = saved.state;
    since_ = saved.since;
    spawned_ = saved.spawned;
    ready_since_ = saved.ready_since;
    retry_at_ = saved.retry_at;
    restarts_ = saved.restarts;
    failures_ = saved.failures;
    status_ = saved.status;
    last_exit_ = saved.last_exit;
    invocation_ = saved.invocation;
    landlock_ = saved.landlock;
    watchdog_interval_ = std::chrono::milliseconds {saved.watchdog};
    auto pidfd = claim(pidfd_name());
    if (saved.pid == 0 || !pidfd)
        return;
    surroundings_.keeper().keep(pidfd_name(), pidfd.get());
    auto child = Child::adopt(saved.pid, std::move(pidfd), saved.start_ticks);
    if (child)
        child_ = std::move(*child);
    else
        log::error("{} {}", child.error().message(), log::field("service", service_.name));
}

void Unit::resume()
{
    if (has_process(state_) && !child_) {  // it cannot be found again, so it starts anew
        state_ = State::stopped;
        return handle(Event::start);
    }
    if (child_) {
        announce("adopted", fmt::format("pid {}", pid()));
        watch_main();
    }
    switch (state_) {
    case State::stopped:
    case State::unmonitored: break;
    case State::waiting: await_dependencies(); break;
    case State::ready:
    case State::degraded: watch_over(); break;
    case State::starting:
        call_later(service_.start_timeout, Event::start_timeout, "not ready");
        break;
    case State::stopping:
    case State::restarting:
    case State::failing: call_later(service_.stop_timeout, Event::stop_timeout, {}); break;
    case State::backoff: {
        const auto left = std::clamp<double>(retry_at_ - epoch_seconds(), 0,
            std::chrono::duration<double> {service_.backoff.cap}.count());
        wait_for_retry(std::chrono::milliseconds {static_cast<long>(left * 1000)});
        break;
    }
    case State::misconfigured: watch_configuration(); break;
    }
}

SavedService Unit::saved() const
{
    return {.name = service_.name,
        .state = state_,
        .since = since_,
        .pid = pid(),
        .start_ticks = child_ ? child_->start_ticks() : 0,
        .spawned = spawned_,
        .ready_since = ready_since_,
        .restarts = restarts_,
        .failures = failures_,
        .retry_at = retry_at_,
        .status = status_,
        .last_exit = last_exit_,
        .invocation = invocation_,
        .landlock = landlock_,
        .watchdog = static_cast<int>(watchdog_interval_.count())};
}

}  // namespace hive
