#include <algorithm>
#include <cassert>

#include <sys/syscall.h>
#include <unistd.h>

#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/process.h"
#include "supervisor/core/unit.h"

namespace hive {
namespace {

bool is_below(pid_t pid, pid_t root)
{
    const auto tree = process_tree(all_processes(), root);
    return std::ranges::find(tree, pid) != tree.end();
}

}  // namespace

void Unit::notified(const Notification& notification, std::vector<Fd> descriptors)
{
    if (!has_process(state_))
        return;
    if (notification.stores || notification.removes)
        store(notification, std::move(descriptors));
    if (notification.status && is_up(state_))
        set_status(*notification.status);
    if (notification.main_process && *notification.main_process != pid())
        follow_main(*notification.main_process);
    if (notification.watchdog)
        set_watchdog(*notification.watchdog);
    if (notification.is_reloading)
        begin_reload(notification);
    else if (notification.is_ready)
        is_reloading_ ? end_reload() : handle(Event::became_ready);
    if (notification.extension)
        extend(*notification.extension);
    if (notification.is_alive && is_up(state_) && state_ != State::unmonitored)
        feed_watchdog();
    if (notification.is_stuck) {
        reason_ = "it asked to be started again (WATCHDOG=trigger)";
        handle(Event::unresponsive);
    }
    if (notification.is_stopping) {
        reason_ = "it says that it stops";
        handle(Event::leaves);
    }
}

// ---- the watchdog --------------------------------------------------------------------

void Unit::set_watchdog(std::chrono::milliseconds interval)
{
    watchdog_interval_ = interval;
    watchdog_ = {};
    if (is_up(state_) && state_ != State::unmonitored)
        feed_watchdog();
    surroundings_.save();
}

void Unit::feed_watchdog()
{
    if (watchdog_interval_.count() == 0)
        return;
    auto timer = surroundings_.loop().after(watchdog_interval_, [this] {
        reason_ = fmt::format(
            "no sign of life for {} s", std::chrono::duration<double> {watchdog_interval_}.count());
        handle(Event::unresponsive);
    });
    if (timer)
        watchdog_ = std::move(*timer);
    else
        log::error("{}", timer.error().message());
}

// ---- times ---------------------------------------------------------------------------

void Unit::begin_reload(const Notification& notification)
{
    if (!is_up(state_) || notification.reload_time.value_or(reload_asked_) < reload_asked_)
        return;  // of a reload before the one it was asked for
    is_reloading_ = true;
    announce("reloading", "");
    call_later(service_.start_timeout, Event::unresponsive,
        fmt::format("still reloading after {} s", service_.start_timeout.count()));
}

void Unit::end_reload()
{
    is_reloading_ = false;
    timer_ = {};
    announce("reloaded", "");
}

void Unit::extend(std::chrono::milliseconds span)
{
    const auto seconds = std::chrono::duration<double> {span}.count();
    if (state_ == State::starting)
        call_later(span, Event::start_timeout, fmt::format("not ready {} s later", seconds));
    else if (is_reloading_)
        call_later(span, Event::unresponsive, fmt::format("still reloading {} s later", seconds));
    else if (!is_up(state_))
        call_later(span, Event::stop_timeout, {});
}

// ---- descriptors and processes -----------------------------------------------------------

void Unit::store(const Notification& notification, std::vector<Fd> descriptors)
{
    if (notification.removes)
        stored_.remove(notification.descriptor_name);
    for (auto& fd : descriptors)
        if (const auto added
            = stored_.add(notification.descriptor_name, std::move(fd), notification.drops_dead);
            !added)
            log::warning("refused {} {}: {}", log::field("service", service_.name),
                log::field("descriptor", notification.descriptor_name), added.error().message());
    surroundings_.save();
}

/// Only a process of this service: its word is not enough to have another one watched and killed.
void Unit::follow_main(pid_t pid)
{
    const auto stat = look_at_process(pid);
    const bool is_own = stat && (is_below(pid, this->pid()) || invocation_of(pid) == invocation_);
    Fd pidfd {is_own ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1};
    auto child = is_own ? Child::adopt(pid, std::move(pidfd), stat->start_ticks)
                        : Result<Child> {fail("process {} is not of this service", pid)};
    if (!child)
        return log::warning("refused {} {}", log::field("service", service_.name),
            log::field("error", child.error().message()));
    child_ = std::move(*child);
    confinement_.reset();
    surroundings_.keeper().keep(pidfd_name(), child_->pidfd());
    announce("main", fmt::format("pid {}", pid));
    watch_main();
    surroundings_.save();
}

/// The keeper hears of the end of its own children alone.
void Unit::watch_main()
{
    assert(child_);
    const auto stat = look_at_process(pid());
    main_gone_ = {};
    if (!stat || stat->parent == ::getppid())
        return;
    auto gone = surroundings_.loop().on_readable(
        child_->pidfd(), [this] { end_run("ended, nobody knows how", Event::exited); });
    if (gone)
        main_gone_ = std::move(*gone);
    else
        log::error("{}", gone.error().message());
}

}  // namespace hive
