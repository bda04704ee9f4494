#include "supervisor/core/supervisor.h"

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/process.h"
#include "supervisor/core/service_alerts.h"

namespace hive {
namespace {

Result<> make_directories()
{
    for (const auto& path :
        {runtime_path(""), state_path(""), logs_path(""), state_path("supervisor")}) {
        std::error_code error;
        std::filesystem::create_directories(path, error);
        if (error)
            return fail("make {}: {}", path, error.message());
    }
    return {};
}

/// Holds the number of the keeper, for whoever sends it signals.
std::string pid_path()
{
    return runtime_path("supervisor.pid");
}

/// Worth a warning; the end of a service that was asked to end is not.
bool is_trouble(std::string_view kind, State state)
{
    const bool is_expected = state == State::stopping || state == State::restarting;
    return (kind == "exited" && !is_expected) || kind == "backoff" || kind == "misconfigured"
        || kind == "degraded" || kind == "unstable" || kind == "probe";
}

}  // namespace

Supervisor::Supervisor(Daemon& daemon, const SupervisorConfig& config, std::string config_path)
    : daemon_ {daemon}, config_ {config}, config_path_ {std::move(config_path)},
      graph_ {config.graph()}, history_ {static_cast<std::size_t>(config.events_kept)},
      notify_path_ {runtime_path("notify")}, cgroups_ {::getppid()}, started_ {epoch_seconds()}
{
}

Supervisor::~Supervisor()
{
    if (is_stopping_)
        ::unlink(pid_path().c_str());
}

Result<std::unique_ptr<Supervisor>> Supervisor::create(
    Daemon& daemon, const SupervisorConfig& config, std::string config_path)
{
    std::unique_ptr<Supervisor> self {new Supervisor {daemon, config, std::move(config_path)}};
    TRY(make_directories());
    TRY(self->open_keeper());
    TRY(self->open_notify_socket());
    self->events_ = std::make_unique<EventStore>(
        daemon.loop, state_path("supervisor/events.db"), config.events);
    self->errands_ = std::make_unique<Errands>(daemon.loop, *self->keeper_);
    self->probes_ = std::make_unique<ProbeLink>(daemon.loop, *self->errands_, config.probe_user);
    for (const auto& service : config.services)
        self->units_.emplace_back(service, *self);
    self->verbs_ = std::make_unique<Verbs>(*self, daemon.control);
    self->open_alerts();
    self->open_checks();
    self->feed_journal();
    TRY(self->adopt_or_start());
    self->on_look_ = TRY(daemon.loop.on_signal(SIGUSR1, [raw = self.get()] { raw->look_now(); }));
    TRY(write_file(pid_path(), fmt::format("{}\n", ::getppid()), 0644));
    self->tick_
        = TRY(daemon.loop.every(config.figures_interval, [raw = self.get()] { raw->look(); }));
    return self;
}

Result<> Supervisor::open_keeper()
{
    auto channel = claim("keeper");
    if (!channel)
        return fail("no keeper: this program is started by hive-supervisor");
    keeper_ = TRY(KeeperLink::create(daemon_.loop, std::move(channel),
        {.ended = [this](pid_t pid, int status) { ended(pid, status); },
            .lost =
                [this] {
                    log::error("lost the keeper: ending what it has left");
                    end_strays();
                    ::_exit(EX_SOFTWARE);
                }}));
    for (const int fd : daemon_.control.listeners())
        keeper_->keep("control", fd);  // hivectl and the portal find it open at all times
    return {};
}

Result<> Supervisor::open_notify_socket()
{
    auto socket = claim("notify");
    if (!socket)
        socket = TRY(NotifySocket::open(notify_path_));
    keeper_->keep("notify", socket.get());
    notify_socket_ = TRY(NotifySocket::create(daemon_.loop, std::move(socket),
        [this](pid_t sender, const Notification& message, std::vector<Fd> descriptors) {
            notified(sender, message, std::move(descriptors));
        }));
    return {};
}

/// Only what this core has started: a next one may be under way.
void Supervisor::end_strays()
{
    std::vector<std::string> own;
    for (const auto& unit : units_)
        if (unit.pid() > 0)
            own.push_back("INVOCATION_ID=" + unit.saved().invocation);
    ::syscall(SYS_close_range, 3U, ~0U, 0);  // a next supervisor finds the sockets free
    kill_started_with(own);
}

void Supervisor::feed_journal()
{
    auto feed = JournalFeed::create(daemon_.loop, config_.services);
    if (!feed)
        return log::warning("the journal gets no lines of services: {}", feed.error().message());
    journal_ = std::move(*feed);
}

// ---- what units ask --------------------------------------------------------------------

std::string Supervisor::missing_dependency(const Unit& unit)
{
    for (const auto& name : unit.service().depends)
        if (const auto* needed = find(name); needed != nullptr && !is_up(needed->state()))
            return name;
    return {};
}

void Supervisor::changed(const Unit& unit)
{
    verbs_->publish(unit);
    if (!is_recheck_posted_) {
        is_recheck_posted_ = true;
        daemon_.loop.post([this] { recheck_waiting(); });
    }
}

void Supervisor::recheck_waiting()
{
    is_recheck_posted_ = false;
    if (is_stopping_)
        return stop_what_may_stop();
    for (auto& unit : units_)
        unit.recheck_dependencies();
    remember_stopped();
    report_health();
}

void Supervisor::happened(const Unit& unit, Happening happening)
{
    const auto level
        = is_trouble(happening.kind, unit.state()) ? log::Level::warning : log::Level::notice;
    if (auto report = alert_of(happening, unit.state(), config_.alerts.service_events);
        report && (report->event == AlertEvent::fired || alerts_->is_firing(report->key)))
        alerts_->report_soon(*std::move(report));
    record(std::move(happening), level);
    changed(unit);
}

void Supervisor::started_anew(const Unit& unit)
{
    for (auto& other : units_)
        if (other.pid() > 0
            && std::ranges::find(other.service().restart_with, unit.service().name)
                != other.service().restart_with.end())
            other.operate(Event::restart, unit.service().name);
}

void Supervisor::record(Happening happening, log::Level level)
{
    log::write(level,
        fmt::format("{} {} {}", happening.kind, log::field("service", happening.service),
            log::field("text", happening.text)));
    const auto& added = history_.add(std::move(happening));
    save(added);
    events_->add(added);
    verbs_->publish(added);
}

void Supervisor::report_health()
{
    const auto wanted
        = std::ranges::count_if(units_, [](const Unit& u) { return u.state() != State::stopped; });
    const auto up = std::ranges::count_if(units_, [](const Unit& u) { return is_up(u.state()); });
    auto text = fmt::format("{} of {} services up", up, wanted);
    if (text == health_)
        return;
    health_ = text;
    daemon_.report(up == wanted ? Health::ready : Health::degraded, std::move(text));
}

// ---- what happens ----------------------------------------------------------------------

void Supervisor::ended(pid_t pid, int status)
{
    notify_socket_->drain();  // what it said last may name another main process
    const auto unit = std::ranges::find(units_, pid, &Unit::pid);
    if (unit != units_.end())
        unit->ended(status);
    else
        errands_->ended(pid, status);
    keeper_->seen(pid);  // an orphan, or one that a former core had seen to
}

void Supervisor::notified(
    pid_t sender, const Notification& notification, std::vector<Fd> descriptors)
{
    const auto unit = std::ranges::find(units_, sender, &Unit::pid);
    if (unit != units_.end())
        unit->notified(notification, std::move(descriptors));
}

void Supervisor::look()
{
    for (auto& unit : units_) {
        unit.look();
        report_recovery(unit);
        apply_rules(unit);
    }
    verbs_->publish_late();
    events_->flush();
    cgroups_.sweep();
    rotate_logs();
}

void Supervisor::rotate_logs()
{
    std::vector<std::string> paths {
        logs_path("notify.log"), logs_path("checks.log"), logs_path("probe.log")};
    for (const auto& service : config_.services) {
        std::ranges::move(service.own_log_paths(), std::back_inserter(paths));
        paths.push_back(service.log_path());
    }
    for (const auto& path : paths)
        if (const auto rotated = rotate_if_large(path, config_.logs);
            !rotated && unrotated_.insert(path).second)
            log::error("{}", rotated.error().message());
}

Unit* Supervisor::find(std::string_view name)
{
    for (auto& unit : units_)
        if (unit.service().name == name || unit.service().short_name() == name)
            return &unit;
    return nullptr;
}

void Supervisor::start(Unit& unit, std::string_view by)
{
    for (const auto& name : start_order(graph_, unit.service().name))
        if (auto* needed = find(name);
            needed != nullptr && (needed == &unit || needed->state() == State::stopped))
            needed->operate(Event::start, by);
}

Result<> Supervisor::reload()
{
    SupervisorConfig fresh;
    const auto mistakes = load_config(config_path_, with_common_options(schema(fresh)));
    for (const auto& mistake : mistakes)
        log::error("{}", mistake.message());
    if (!mistakes.empty())
        return fail("{}{}", mistakes.front().message(),
            mistakes.size() > 1 ? fmt::format(" (and {} more)", mistakes.size() - 1) : "");
    log::notice("reloading {}", log::field("file", config_path_));
    save();
    leave_reload_mark();
    // The keeper starts the next core, as after a crash.
    daemon_.loop.post([] { ::_exit(EX_TEMPFAIL); });
    return {};
}

void Supervisor::look_now()
{
    for (auto& check : checks_->all())
        if (check.is_monitored())
            check.look();
}

}  // namespace hive
