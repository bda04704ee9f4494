#include <algorithm>
#include <bit>
#include <cassert>
#include <csignal>
#include <utility>

#include <sys/stat.h>

#include "lib/file.h"
#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/control_question.h"
#include "supervisor/core/unit.h"

namespace hive {
namespace {

/// A service that was up this long starts again as if it had never failed.
constexpr std::chrono::seconds stable_time {30};

/// When a file was last written, epoch seconds; 0 when there is none.
double written_at(const std::string& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return 0;
    return static_cast<double>(status.st_mtim.tv_sec)
        + static_cast<double>(status.st_mtim.tv_nsec) / 1e9;
}

}  // namespace

void Unit::relax()
{
    prober_.reset();
    watchdog_ = {};
    surroundings_.save();
}

// ---- probes ----------------------------------------------------------------------------

void Unit::begin_probing()
{
    if (service_.probe.kind == ProbeKind::none)
        return;
    auto prober = Prober::create(surroundings_.loop(), question(), service_.probe_times,
        [this](const ProbeAnswer& answer) { probe_answered(answer); });
    if (prober)
        prober_ = std::move(*prober);
    else
        log::error("{}", prober.error().message());
}

std::unique_ptr<Question> Unit::question()
{
    const auto& probe = service_.probe;
    if (probe.kind == ProbeKind::network)
        return std::make_unique<NetworkQuestion>(
            surroundings_.probes(), probe.words, service_.probe_timeout);
    if (probe.kind == ProbeKind::exec)
        return std::make_unique<ExecQuestion>(surroundings_.errands(),
            Errand {.words = probe.words,
                .user = service_.user,
                .group = service_.group,
                .timeout = service_.probe_timeout});
    return std::make_unique<ControlQuestion>(
        surroundings_.loop(), service_.control_path(), service_.probe_timeout);
}

void Unit::probe_answered(const ProbeAnswer& answer)
{
    if (!is_up(state_))
        return;
    if (answer.verdict == Verdict::unknown)
        return probe_unasked(answer.text);
    probe_trouble_.clear();
    probe_ms_ = answer.took.count();
    const bool has_failed = answer.verdict == Verdict::fails;
    probe_failures_ = probe_failures_ << 1 | (has_failed ? 1 : 0);
    if (has_failed)
        return probe_failed(answer.text);
    const bool is_own_word = service_.probe.kind == ProbeKind::control;
    if (is_own_word || answer.verdict == Verdict::degraded)
        set_status(answer.text);
    else if (state_ == State::degraded)
        set_status("");
    handle(answer.verdict == Verdict::degraded ? Event::became_degraded : Event::recovered);
}

int Unit::failed_probes() const
{
    const auto window = static_cast<unsigned>(service_.probe_failures.window);
    constexpr unsigned all = 64;
    const auto mask = window >= all ? ~std::uint64_t {0} : (std::uint64_t {1} << window) - 1;
    return std::popcount(probe_failures_ & mask);
}

void Unit::probe_failed(const std::string& text)
{
    announce("probe",
        fmt::format("{} ({} of {})", text, failed_probes(), service_.probe_failures.failures));
    if (failed_probes() < service_.probe_failures.failures)
        return;
    reason_ = "probe: " + text;
    handle(Event::unresponsive);
}

/// Not the service's fault: it is told once, and nothing follows.
void Unit::probe_unasked(const std::string& text)
{
    if (std::exchange(probe_trouble_, text) != text)
        announce("probe", "could not be asked: " + text);
}

// ---- looks -----------------------------------------------------------------------------

void Unit::watch_configuration()
{
    give_up_what_it_has();
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
    renew_credentials();
    if (is_up(state_) && !confinement_)
        confinement_ = look_at_confinement(pid());
    const auto before
        = std::exchange(figures_, child_ ? meter_.measure(pid(), steady_seconds()) : Figures {});
    if (figures_ != before)
        surroundings_.changed(*this);
}

void Unit::renew_credentials()
{
    if (!child_ || state_ == State::unmonitored || !credentials_.have_changed())
        return;
    const auto identity = identity_of(service_);
    const auto installed = identity ? credentials_.install(*identity)
                                    : Result<> {std::unexpected {identity.error()}};
    if (!installed)
        return log::error("{}", installed.error().message());
    announce("credential", "changed");
    follow_change(service_.credential_change);
}

bool Unit::is_outdated() const
{
    return child_ && state_ != State::unmonitored
        && written_at(service_.configuration_file()) > std::max(spawned_, configured_);
}

void Unit::take_configuration()
{
    if (!is_outdated() || service_.configuration_change == OnChange::none)
        return;
    announce("configuration", "changed");
    configured_ = epoch_seconds();
    follow_change(service_.configuration_change);
}

void Unit::follow_change(OnChange what)
{
    switch (what) {
    case OnChange::none: break;
    case OnChange::restart: handle(Event::restart); break;
    case OnChange::reload:
        assert(child_);  // one without a process reads all anew when it starts
        reload_asked_ = monotonic_microseconds();
        child_->signal(SIGHUP);
        break;
    }
}

void Unit::forget_failures_if_stable()
{
    const auto up = std::chrono::duration<double> {steady_seconds() - ready_since_};
    if (is_up(state_) && up >= stable_time)
        failures_ = 0;
}

}  // namespace hive
