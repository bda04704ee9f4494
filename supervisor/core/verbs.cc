#include "supervisor/core/verbs.h"

#include <algorithm>

#include <unistd.h>

#include "lib/daemon.h"
#include "lib/json.h"
#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/host_name.h"
#include "supervisor/core/status.h"
#include "supervisor/core/supervisor.h"

namespace hive {
namespace {

constexpr std::int64_t max_lines = 10'000;
constexpr std::int64_t max_events = 1000;
constexpr double least_interval = 1;  // seconds between two figures of a service to followers

struct LogLine {
    std::string service;
    std::string text;
    std::string time;  // of the line, or of the last one before it that has one
};

constexpr std::size_t time_length = sizeof "2026-05-29 15:45:01,123" - 1;

bool has_time(std::string_view text)
{
    return text.size() > time_length && text[4] == '-' && text[10] == ' ' && text[19] == ',';
}

/// The logs of several services as one, by the time at the front of each line.
std::vector<LogLine> merged_lines(const std::vector<Unit*>& units, std::size_t count)
{
    std::vector<LogLine> lines;
    for (const auto* unit : units) {
        std::string time;
        for (auto& text : last_lines(unit->service().log_path(), count)) {
            if (has_time(text))
                time = text.substr(0, time_length);
            lines.push_back({unit->service().name, std::move(text), time});
        }
    }
    std::ranges::stable_sort(lines, {}, &LogLine::time);
    if (lines.size() > count)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

Json to_json(const std::string& service, const std::string& text)
{
    return {{"service", service}, {"text", text}};
}

}  // namespace

Verbs::Verbs(Supervisor& supervisor, ControlServer& control) : supervisor_ {supervisor}
{
    const std::vector<std::string> users {"hive-portal"};
    control.verb("status", "All services and the supervisor itself.", users,
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(status()); });
    for (const auto& [name, event] : {std::pair {"start", Event::start},
             std::pair {"stop", Event::stop}, std::pair {"restart", Event::restart},
             std::pair {"monitor", Event::monitor}, std::pair {"unmonitor", Event::unmonitor}})
        control.verb(name,
            R"(A service or check, {"name": "all"}, or a "group"; "by" says who asks.)", users,
            [this, event](const Json& arguments, const ControlReply& reply) {
                operate(event, arguments, reply);
            });
    serve_checks(control);
    control.verb("follow", "A snapshot, then every change and event.", users,
        [this](const Json& /*arguments*/, const ControlReply& reply) { follow(reply); });
    control.verb("events",
        R"(What happened, newest first: "service", "kind", "limit", "before" an id.)", users,
        [this](const Json& arguments, const ControlReply& reply) { events(arguments, reply); });
    control.verb("logs", R"(Log lines: "service", "lines", "follow".)", users,
        [this](const Json& arguments, const ControlReply& reply) { logs(arguments, reply); });
    control.verb("reload", "Reads the configuration again, if it is valid.", {},
        [this](const Json& /*arguments*/, const ControlReply& reply) {
            const auto reloaded = supervisor_.reload();
            reloaded ? reply.done() : reply.fail(reloaded.error().message());
        });
    control.verb("shutdown", "Ends every service, then the supervisor.", {},
        [this](const Json& /*arguments*/, const ControlReply& reply) {
            reply.done();
            supervisor_.stop();
        });
}

Json Verbs::status_of_unit(const Unit& unit) const
{
    return status_of(unit, dependants(supervisor_.graph(), unit.service().name));
}

Json Verbs::status()
{
    auto services = Json::array();
    for (const auto& unit : supervisor_.units())
        services.push_back(status_of_unit(unit));
    auto checks = Json::array();
    for (const auto& check : supervisor_.checks().all())
        checks.push_back(status_of(check));
    return {{"version", version()}, {"host", host_name()}, {"started", supervisor_.started()},
        {"keeper_pid", ::getppid()}, {"core_pid", ::getpid()}, {"services", services},
        {"checks", checks}};
}

std::vector<Unit*> Verbs::asked_for(const Json& arguments, std::string_view key)
{
    std::vector<Unit*> units;
    const auto name = text_at(arguments, key);
    if (const auto group = text_at(arguments, "group"); !group.empty()) {
        for (auto& unit : supervisor_.units())
            if (std::ranges::find(unit.service().groups, group) != unit.service().groups.end())
                units.push_back(&unit);
        return units;
    }
    if (!name.empty() && name != "all") {
        if (auto* unit = supervisor_.find(name))
            units.push_back(unit);
        return units;
    }
    for (auto& unit : supervisor_.units())
        units.push_back(&unit);
    return units;
}

std::string Verbs::unknown(const Json& arguments, std::string_view key)
{
    std::vector<std::string> names;
    if (const auto group = text_at(arguments, "group"); !group.empty())
        return fmt::format("no service is in group '{}'", group);
    for (const auto& unit : supervisor_.units())
        names.push_back(unit.service().name);
    for (const auto& check : supervisor_.checks().all())
        names.push_back(check.config().name);
    return fmt::format(
        "no service is called '{}'; there are {}", text_at(arguments, key), fmt::join(names, ", "));
}

void Verbs::operate(Event event, const Json& arguments, const ControlReply& reply)
{
    if (supervisor_.is_stopping())
        return reply.fail("the supervisor is stopping");
    if (text_at(arguments, "name").empty() && text_at(arguments, "group").empty())
        return reply.fail("which service? name one, or all");
    const auto units = asked_for(arguments, "name");
    const auto checks = checks_asked_for(arguments);
    if (units.empty() && checks.empty())
        return reply.fail(unknown(arguments, "name"));
    const auto by = text_at(arguments, "by");
    for (auto* unit : units)
        operate(event, *unit, by);
    for (auto* check : checks)
        if (const auto done = operate(event, *check, by);
            !done && units.empty() && checks.size() == 1)
            return reply.fail(done.error().message());  // of many, those do it that can
    reply.done();
}

void Verbs::operate(Event event, Unit& unit, const std::string& by)
{
    if (event == Event::start)
        supervisor_.start(unit, by);
    else
        unit.operate(event, by);
}

// ---- following -------------------------------------------------------------------------

void Verbs::follow(const ControlReply& reply)
{
    reply.line({{"snapshot", status()}});
    followers_.push_back(reply);
}

void Verbs::broadcast(const Json& line)
{
    followers_.remove_if([](const ControlReply& reply) { return !reply.is_open(); });
    for (const auto& reply : followers_)
        reply.line(line);
}

void Verbs::publish(const Unit& unit)
{
    if (followers_.empty())
        return;
    const auto now = steady_seconds();
    auto& known = known_[&unit];
    if (known.state == unit.state() && now - known.at < least_interval) {
        known.is_late = true;
        return;
    }
    known = {.state = unit.state(), .at = now};
    broadcast({{"service", status_of_unit(unit)}});
}

void Verbs::publish_late()
{
    for (const auto& unit : supervisor_.units())
        if (const auto known = known_.find(&unit); known != known_.end() && known->second.is_late)
            publish(unit);
}

void Verbs::publish(const Happening& happening)
{
    if (!followers_.empty())
        broadcast({{"event", to_json(happening)}});
}

void Verbs::publish_alert(const Json& alert)
{
    if (!followers_.empty())
        broadcast({{"alert", alert}});
}

// ---- events and logs -------------------------------------------------------------------

void Verbs::events(const Json& arguments, const ControlReply& reply)
{
    auto service = text_at(arguments, "service");
    if (const auto* unit = supervisor_.find(service))
        service = unit->service().name;
    else if (!service.empty() && supervisor_.checks().find(service) == nullptr)
        return reply.fail(unknown(arguments, "service"));
    EventQuery query {.service = std::move(service),
        .kind = text_at(arguments, "kind"),
        .before = std::max<std::int64_t>(integer_at(arguments, "before"), 0),
        .limit = static_cast<std::size_t>(
            std::clamp<std::int64_t>(integer_at(arguments, "limit", 100), 1, max_events))};
    auto list = Json::array();
    const auto& history = supervisor_.history();
    for (const auto* happening :
        history.newest(query.service, query.limit, query.kind, query.before))
        list.push_back(to_json(*happening));
    if (list.size() >= query.limit)
        return reply.done({{"events", list}});
    query.limit -= list.size();
    const auto oldest = history.oldest_id();
    query.before
        = query.before == 0 || (oldest != 0 && oldest < query.before) ? oldest : query.before;
    supervisor_.stored_events().find(
        std::move(query), [reply, list](const Result<std::vector<Happening>>& found) mutable {
            if (!found)
                log::error("{}", found.error().message());
            for (const auto& happening : found ? *found : std::vector<Happening> {})
                list.push_back(to_json(happening));
            reply.done({{"events", list}});
        });
}

void Verbs::logs(const Json& arguments, const ControlReply& reply)
{
    const auto units = asked_for(arguments, "service");
    if (units.empty())
        return reply.fail(unknown(arguments, "service"));
    const auto count = std::clamp<std::int64_t>(integer_at(arguments, "lines", 100), 0, max_lines);
    for (const auto& line : merged_lines(units, static_cast<std::size_t>(count)))
        reply.line(to_json(line.service, line.text));
    if (flag_at(arguments, "follow"))
        follow_logs(units, reply);
    else
        reply.done();
}

void Verbs::follow_logs(const std::vector<Unit*>& units, const ControlReply& reply)
{
    log_streams_.remove_if([](const LogStream& stream) { return !stream.reply.is_open(); });
    auto& stream = log_streams_.emplace_back(LogStream {.reply = reply});
    for (const auto* unit : units) {
        auto follower = LogFollower::create(supervisor_.loop(), unit->service().log_path(),
            [reply, name = unit->service().name](
                const std::string& text) { reply.line(to_json(name, text)); });
        if (!follower)
            return reply.fail(follower.error().message());
        stream.followers.push_back(std::move(*follower));
    }
    reply.on_close([this] {
        log_streams_.remove_if([](const LogStream& entry) { return !entry.reply.is_open(); });
    });
}

}  // namespace hive
