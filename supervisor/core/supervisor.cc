#include "supervisor/core/supervisor.h"

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <sys/mman.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/clock.h"

namespace hive {
namespace {

constexpr std::size_t saved_events = 200;  // come over a crash of the core
constexpr std::size_t saved_limit = 4 << 20;  // bytes read back

Result<> make_directories()
{
    for (const auto& path : {runtime_path(""), state_path(""), logs_path("")}) {
        std::error_code error;
        std::filesystem::create_directories(path, error);
        if (error)
            return fail("make {}: {}", path, error.message());
    }
    return {};
}

/// An unnamed file with that text.
Fd memory_file(const char* name, std::string_view text)
{
    Fd fd {::memfd_create(name, MFD_CLOEXEC)};
    while (fd && !text.empty()) {
        const auto written = ::write(fd.get(), text.data(), text.size());
        if (written <= 0)
            break;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return fd;
}

/// Worth a warning; the end of a service that was asked to end is not.
bool is_trouble(std::string_view kind, State state)
{
    const bool is_expected = state == State::stopping || state == State::restarting;
    return (kind == "exited" && !is_expected) || kind == "backoff" || kind == "misconfigured"
        || kind == "degraded" || kind == "probe";
}

}  // namespace

Supervisor::Supervisor(Daemon& daemon, const SupervisorConfig& config)
    : daemon_ {daemon}, config_ {config}, graph_ {config.graph()},
      history_ {static_cast<std::size_t>(config.events_kept)},
      notify_path_ {runtime_path("notify")}, started_ {epoch_seconds()}
{
}

Supervisor::~Supervisor() = default;

Result<std::unique_ptr<Supervisor>> Supervisor::create(
    Daemon& daemon, const SupervisorConfig& config)
{
    std::unique_ptr<Supervisor> self {new Supervisor {daemon, config}};
    TRY(make_directories());
    TRY(self->open_keeper());
    TRY(self->open_notify_socket());
    for (const auto& service : config.services)
        self->units_.emplace_back(service, *self);
    self->verbs_ = std::make_unique<Verbs>(*self, daemon.control);
    TRY(self->adopt_or_start());
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
            .lost = [this] { keeper_lost(); }}));
    return {};
}

Result<> Supervisor::open_notify_socket()
{
    auto socket = claim("notify");
    if (!socket)
        socket = TRY(NotifySocket::open(notify_path_));
    keeper_->keep("notify", socket.get());
    notify_socket_ = TRY(NotifySocket::create(daemon_.loop, std::move(socket),
        [this](pid_t sender, const Notification& message) { notified(sender, message); }));
    return {};
}

// ---- starting and taking over ----------------------------------------------------------

Fd Supervisor::claim(const std::string& name)
{
    auto fds = daemon_.inherited(name);
    return fds.empty() ? Fd {} : std::move(fds.front());
}

std::string Supervisor::claim_text(std::string_view name)
{
    const auto fd = claim(std::string {name});
    std::string text(saved_limit, '\0');
    const auto length = fd ? ::pread(fd.get(), text.data(), text.size(), 0) : 0;
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return text;
}

Result<> Supervisor::adopt_or_start()
{
    if (::geteuid() != 0
        && std::ranges::any_of(config_.services, [](const auto& s) { return !s.user.empty(); }))
        log::notice("unprivileged: services run as this user, whatever their user is");
    const auto text = claim_text("state");
    const auto events = claim_text("events");
    if (text.empty()) {
        start_enabled();
        return {};
    }
    if (const auto happenings = parse_json(events))
        history_.restore(*happenings);
    adopt(TRY(parse_saved_state(text)));
    return {};
}

void Supervisor::start_enabled()
{
    for (auto& unit : units_)
        if (unit.service().is_enabled)
            unit.open_sockets();
    for (auto& unit : units_)
        if (unit.service().is_enabled)
            unit.handle(Event::start);
    save();
}

void Supervisor::adopt(const SavedState& saved)
{
    log::notice("adopted services={}", saved.services.size());
    started_ = saved.started;
    const auto claimed = [this](const std::string& name) { return claim(name); };
    std::vector<Unit*> fresh;
    for (auto& unit : units_) {
        unit.adopt_sockets(claimed);
        const auto entry
            = std::ranges::find(saved.services, unit.service().name, &SavedService::name);
        if (entry != saved.services.end())
            unit.adopt(*entry, claimed);
        else if (unit.service().is_enabled)
            fresh.push_back(&unit);
    }
    release_unclaimed(saved);
    for (auto& unit : units_)
        if (std::ranges::find(fresh, &unit) == fresh.end())
            unit.resume();
    for (auto* unit : fresh)
        unit->handle(Event::start);
    save();
}

/// What services had that are no longer configured: their processes end, their sockets close.
void Supervisor::release_unclaimed(const SavedState& saved)
{
    for (const auto& name : saved.kept) {
        if (keeper_->kept().contains(name))
            continue;
        const auto unclaimed = claim(name);
        keeper_->drop(name);
    }
    for (const auto& service : saved.services)
        if (service.pid > 0 && find(service.name) == nullptr) {
            log::notice("stopped {} pid={}: no longer configured",
                log::field("service", service.name), service.pid);
            kill_process_tree(service.pid);
        }
}

void Supervisor::save()
{
    SavedState state {.started = started_};
    state.kept.assign(keeper_->kept().begin(), keeper_->kept().end());
    for (const auto& unit : units_)
        state.services.push_back(unit.saved());
    const auto file = memory_file("state", serialise(state));
    keeper_->keep("state", file.get());
}

/// Later than the state: it is larger, and nothing waits for it.
void Supervisor::save_history()
{
    is_history_posted_ = false;
    const auto file = memory_file("events", to_text(history_.saved(saved_events)));
    keeper_->keep("events", file.get());
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
    report_health();
}

void Supervisor::happened(const Unit& unit, Happening happening)
{
    const auto line = fmt::format("{} {} {}", happening.kind,
        log::field("service", happening.service), log::field("text", happening.text));
    log::write(
        is_trouble(happening.kind, unit.state()) ? log::Level::warning : log::Level::notice, line);
    verbs_->publish(history_.add(std::move(happening)));
    changed(unit);
    if (!is_history_posted_) {
        is_history_posted_ = true;
        daemon_.loop.post([this] { save_history(); });
    }
}

void Supervisor::report_health()
{
    const auto wanted
        = std::ranges::count_if(units_, [](const Unit& u) { return u.state() != State::stopped; });
    const auto up = std::ranges::count_if(units_, [](const Unit& u) { return is_up(u.state()); });
    daemon_.report(up == wanted ? Health::ready : Health::degraded,
        fmt::format("{} of {} services up", up, wanted));
}

// ---- what happens ----------------------------------------------------------------------

void Supervisor::ended(pid_t pid, int status)
{
    const auto unit = std::ranges::find(units_, pid, &Unit::pid);
    if (unit != units_.end())
        unit->ended(status);
    keeper_->seen(pid);  // an orphan, or one that a former core had seen to
}

void Supervisor::notified(pid_t sender, const Notification& notification)
{
    const auto unit = std::ranges::find(units_, sender, &Unit::pid);
    if (unit != units_.end())
        unit->notified(notification);
}

void Supervisor::look()
{
    for (auto& unit : units_)
        unit.look();
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

// ---- stopping --------------------------------------------------------------------------

void Supervisor::stop()
{
    if (is_stopping_) {
        for (auto& unit : units_)
            unit.handle(Event::stop_timeout);
        return;
    }
    is_stopping_ = true;
    log::notice("stopping services={}",
        std::ranges::count_if(units_, [](const Unit& u) { return u.pid() > 0; }));
    stop_what_may_stop();
}

void Supervisor::stop_what_may_stop()
{
    const auto is_needed = [this](const Unit& unit) {
        return std::ranges::any_of(dependants(graph_, unit.service().name),
            [this](const std::string& name) { return find(name)->pid() > 0; });
    };
    for (auto& unit : units_)
        if (!is_needed(unit) && unit.state() != State::stopping)
            unit.handle(Event::stop);
    if (std::ranges::all_of(units_, [](const Unit& u) { return u.state() == State::stopped; }))
        daemon_.loop.stop();
}

void Supervisor::keeper_lost()
{
    log::error("keeper lost: ending, so that everything can start anew");
    for (auto& unit : units_)
        unit.handle(Event::stop_timeout);
    ::_exit(70);
}

}  // namespace hive
