#include <algorithm>
#include <cassert>
#include <csignal>
#include <random>

#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/log_tail.h"
#include "supervisor/core/unit.h"

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

}  // namespace

void Unit::terminate()
{
    assert(child_);
    child_->signal(SIGTERM);
    await_end();
}

void Unit::await_end()
{
    prober_.reset();
    watchdog_ = {};
    call_later(service_.stop_timeout, Event::stop_timeout, {});
    surroundings_.save();
}

void Unit::kill()
{
    assert(child_);
    const bool is_killed = surroundings_.cgroups().kill(run_name());
    if (!is_killed || !child_->was_born_in_cgroup())
        child_->kill_tree();
    call_later(kill_interval, Event::stop_timeout, {});
    surroundings_.save();
}

void Unit::ended(int status)
{
    end_run(
        exit_text(status), is_misconfigured(status) ? Event::exited_misconfigured : Event::exited);
}

void Unit::end_run(std::string text, Event event)
{
    assert(child_);
    end_leftovers();
    surroundings_.keeper().drop(pidfd_name());
    child_.reset();
    prober_.reset();
    watchdog_ = {};
    main_gone_ = {};
    is_reloading_ = false;
    confinement_.reset();
    probe_ms_ = -1;
    figures_ = {};

    const auto now = epoch_seconds();
    last_exit_ = {.text = std::move(text), .time = now, .after_seconds = now - spawned_};
    forget_failures_if_stable();
    auto lines = newest_within(last_lines(service_.log_path(), lines_kept), bytes_kept);
    set_status(lines.empty() ? last_exit_.text : lines.back());
    announce("exited", fmt::format("{} after {:.1f} s", last_exit_.text, last_exit_.after_seconds),
        std::move(lines));
    handle(event);
    surroundings_.save();
}

/// By its cgroup at once. What may be outside of that: its process group at once, and the rest,
/// which takes a look at every process, after the restart.
void Unit::end_leftovers()
{
    assert(child_);
    const bool is_killed = surroundings_.cgroups().kill(run_name());
    if (is_killed)
        surroundings_.loop().post(
            [this, run = run_name()] { surroundings_.cgroups().remove(run); });
    if (is_killed && child_->was_born_in_cgroup())
        return;
    child_->kill_group();
    surroundings_.loop().post([session = pid(), invocation = invocation_] {
        kill_leftovers(session, invocation, ::getppid());
    });
}

/// It is to stay down: clients are refused instead of waiting for nobody.
void Unit::give_up_what_it_has()
{
    sockets_.close();
    stored_.clear();
    credentials_.remove();
}

void Unit::schedule_retry()
{
    ++failures_;
    count_restart();
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

/// Too many of them are told; it is started again all the same.
void Unit::count_restart()
{
    if (service_.restart_alert == 0)
        return;
    const auto now = steady_seconds();
    const auto window = std::chrono::duration<double> {service_.restart_alert_window}.count();
    restart_times_.push_back(now);
    while (restart_times_.front() < now - window)
        restart_times_.pop_front();
    if (restart_times_.size() < static_cast<std::size_t>(service_.restart_alert))
        return;
    restart_times_.clear();
    announce("unstable",
        fmt::format("ended {} times within {} s", service_.restart_alert,
            service_.restart_alert_window.count()));
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

}  // namespace hive
