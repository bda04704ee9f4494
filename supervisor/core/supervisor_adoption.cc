#include <algorithm>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/process.h"
#include "supervisor/core/supervisor.h"

namespace hive {
namespace {

constexpr std::size_t saved_events = 200;  // come over a crash of the core
constexpr std::size_t saved_limit = 4 << 20;  // bytes read back

constexpr std::string_view stopped_file = "supervisor/stopped";  // below the state directory

const std::string reload_mark = "reload";  // name of a descriptor

void write_all(int fd, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written <= 0)
            break;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// An unnamed file with that text.
Fd memory_file(const char* name, std::string_view text)
{
    Fd fd {::memfd_create(name, MFD_CLOEXEC)};
    write_all(fd.get(), text);
    return fd;
}

Result<std::vector<Happening>> newest_stored(const std::string& path, std::size_t limit)
{
    const auto table = TRY(EventTable::open(path));
    return table->find({.limit = limit});
}

}  // namespace

Fd Supervisor::claim(const std::string& name)
{
    auto fds = daemon_.inherited(name);
    return fds.empty() ? Fd {} : std::move(fds.front());
}

std::string Supervisor::claim_text(const std::string& name)
{
    const auto fd = claim(name);
    if (!fd)
        return {};
    keeper_->keep(name, fd.get());  // until something newer takes its place
    std::string text(saved_limit, '\0');
    const auto length = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return text;
}

Result<> Supervisor::adopt_or_start()
{
    if (::geteuid() != 0
        && std::ranges::any_of(config_.services, [](const auto& s) { return !s.user.empty(); }))
        log::notice("unprivileged: services run as this user, whatever their user is");
    errands_->end_former([this](const std::string& name) { return claim(name); });
    const auto text = claim_text("state");
    restore_history();
    if (text.empty()) {
        kill_started_with({"NOTIFY_SOCKET=" + notify_path_});  // a former keeper's
        cgroups_.end_former();
        start_enabled();
        checks_->begin(Checks::Beginning::reboot);
        return {};
    }
    adopt(TRY(parse_saved_state(text)));
    checks_->begin(Checks::Beginning::next_core);
    return {};
}

bool Supervisor::is_wanted(const Unit& unit) const
{
    switch (unit.service().enabled) {
    case Enabled::yes: return true;
    case Enabled::no: return false;
    case Enabled::last_state: return !left_stopped_.contains(unit.service().name);
    }
    std::unreachable();
}

/// Those with enabled = laststate that an operator has stopped, for the next start.
void Supervisor::remember_stopped()
{
    std::set<std::string> stopped;
    for (const auto& unit : units_)
        if (unit.service().enabled == Enabled::last_state && unit.state() == State::stopped)
            stopped.insert(unit.service().name);
    if (std::exchange(left_stopped_, stopped) == stopped)
        return;
    const auto written
        = write_file(state_path(stopped_file), fmt::format("{}\n", fmt::join(stopped, "\n")), 0640);
    if (!written)
        log::error("{}", written.error().message());
}

void Supervisor::start_enabled()
{
    if (const auto text = read_file(state_path(stopped_file)))
        for (const auto& unit : units_)
            if (('\n' + *text).contains('\n' + unit.service().name + '\n'))
                left_stopped_.insert(unit.service().name);
    for (auto& unit : units_)
        if (is_wanted(unit)) {
            unit.adopt_descriptors({}, [this](const std::string& name) { return claim(name); });
            unit.open_sockets();
        }
    release_strangers();
    for (auto& unit : units_)
        if (is_wanted(unit))
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
        unit.adopt_descriptors(saved.kept, claimed);
        const auto entry
            = std::ranges::find(saved.services, unit.service().name, &SavedService::name);
        if (entry != saved.services.end())
            unit.adopt(*entry, claimed);
        else if (is_wanted(unit))
            fresh.push_back(&unit);
    }
    release_unclaimed(saved);
    for (auto& unit : units_)
        if (std::ranges::find(fresh, &unit) == fresh.end())
            unit.resume();
    for (auto* unit : fresh)
        unit->handle(Event::start);
    if (claim(reload_mark)) {
        keeper_->drop(reload_mark);
        for (auto& unit : units_)
            unit.take_configuration();
    }
    save();
}

/// So that the next core knows that it was not a crash.
void Supervisor::leave_reload_mark()
{
    keeper_->keep(reload_mark, memory_file("reload", "").get());
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

/// What systemd had stored, or passed, for services that are no longer configured like that.
void Supervisor::release_strangers()
{
    for (const auto& name : daemon_.unclaimed()) {
        log::notice("closed {}: no service asks for it", log::field("socket", name));
        const auto unclaimed = claim(name);
        keeper_->drop(name);
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

/// After a crash of the core from what the keeper held, which may not have been written yet;
/// after a start of the supervisor from the database.
void Supervisor::restore_history()
{
    const auto held = claim_text("events");
    history_.restore(held);
    const auto path = state_path("supervisor/events.db");
    if (!held.empty()) {
        for (const auto* happening : history_.newest("", saved_events))
            events_->add(*happening);
    } else if (::access(path.c_str(), F_OK) == 0) {
        const auto kept = newest_stored(path, static_cast<std::size_t>(config_.events_kept));
        if (kept)
            history_.restore(*kept);
        else
            log::error("{}: {}", path, kept.error().message());
    }
    save_history();
}

void Supervisor::save_history()
{
    history_file_ = memory_file("events", history_.saved(saved_events));
    appended_ = 0;
    keeper_->keep("events", history_file_.get());
}

void Supervisor::save(const Happening& happening)
{
    if (++appended_ > saved_events)
        return save_history();
    write_all(history_file_.get(), to_line(happening));
}

}  // namespace hive
