#include <utility>

#include "lib/file.h"
#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/unit.h"

namespace hive {
namespace {

/// A service that was up this long starts again as if it had never failed.
constexpr std::chrono::seconds stable_time {30};

}  // namespace

void Unit::notified(const Notification& notification)
{
    if (!has_process(state_))
        return;
    if (notification.status && is_up(state_))
        set_status(*notification.status);
    if (notification.is_ready)
        handle(Event::became_ready);
    if (notification.is_alive && is_up(state_) && state_ != State::unmonitored)
        feed_watchdog();
}

void Unit::feed_watchdog()
{
    if (service_.watchdog.count() == 0)
        return;
    auto timer = surroundings_.loop().after(service_.watchdog, [this] {
        reason_ = fmt::format("no sign of life for {} s", service_.watchdog.count());
        handle(Event::unresponsive);
    });
    if (timer)
        watchdog_ = std::move(*timer);
    else
        log::error("{}", timer.error().message());
}

void Unit::relax()
{
    prober_.reset();
    watchdog_ = {};
    surroundings_.save();
}

void Unit::probe_answered(const ProbeAnswer& answer)
{
    if (!is_up(state_))
        return;
    probe_ms_ = answer.took.count();
    if (answer.verdict == Verdict::fails)
        return probe_failed(answer.text);
    failed_probes_ = 0;
    if (service_.probe.kind == ProbeKind::control)
        set_status(answer.text);
    handle(answer.verdict == Verdict::degraded ? Event::became_degraded : Event::recovered);
}

void Unit::probe_failed(const std::string& text)
{
    ++failed_probes_;
    announce("probe", fmt::format("{} ({} of {})", text, failed_probes_, service_.probe_failures));
    if (failed_probes_ < service_.probe_failures)
        return;
    reason_ = "probe: " + text;
    handle(Event::unresponsive);
}

void Unit::watch_configuration()
{
    sockets_.close();
    configuration_fingerprint_ = file_fingerprint(service_.configuration_file());
    announce("misconfigured", fmt::format("waits until {} changes", service_.configuration_file()));
    surroundings_.save();
}

void Unit::look()
{
    if (state_ == State::misconfigured
        && file_fingerprint(service_.configuration_file()) != configuration_fingerprint_)
        return handle(Event::configuration_changed);
    forget_failures_if_stable();
    const auto before
        = std::exchange(figures_, child_ ? meter_.measure(pid(), steady_seconds()) : Figures {});
    if (figures_ != before)
        surroundings_.changed(*this);
}

void Unit::forget_failures_if_stable()
{
    const auto up = std::chrono::duration<double> {steady_seconds() - ready_since_};
    if (is_up(state_) && up >= stable_time)
        failures_ = 0;
}

}  // namespace hive
