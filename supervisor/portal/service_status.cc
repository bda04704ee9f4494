#include "supervisor/portal/service_status.h"

#include <array>
#include <utility>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::array<std::pair<std::string_view, ServiceState>, 8> states {{
    {"stopped", ServiceState::stopped},
    {"starting", ServiceState::starting},
    {"ready", ServiceState::ready},
    {"degraded", ServiceState::degraded},
    {"stopping", ServiceState::stopping},
    {"backoff", ServiceState::backoff},
    {"misconfigured", ServiceState::misconfigured},
    {"unmonitored", ServiceState::unmonitored},
}};

constexpr std::array<std::pair<std::string_view, EventKind>, 18> kinds {{
    {"starting", EventKind::starting},
    {"ready", EventKind::ready},
    {"degraded", EventKind::degraded},
    {"exited", EventKind::exited},
    {"backoff", EventKind::backoff},
    {"stopping", EventKind::stopping},
    {"stopped", EventKind::stopped},
    {"misconfigured", EventKind::misconfigured},
    {"unmonitored", EventKind::unmonitored},
    {"adopted", EventKind::adopted},
    {"operator", EventKind::operator_action},
    {"probe", EventKind::probe},
    {"unstable", EventKind::unstable},
    {"configuration", EventKind::configuration},
    {"credential", EventKind::credential},
    {"reloading", EventKind::reloading},
    {"reloaded", EventKind::reloaded},
    {"main", EventKind::main_process},
}};

std::optional<LastExit> last_exit_at(const Json& object)
{
    const auto found = object.find("last_exit");
    if (found == object.end() || !found->is_object())
        return std::nullopt;
    return LastExit {.text = text_at(*found, "text"),
        .time = wall_time(real_at(*found, "time")),
        .after = WallSeconds {real_at(*found, "after_seconds")}};
}

Json last_exit_json(const std::optional<LastExit>& exit)
{
    if (!exit)
        return nullptr;
    return {{"text", exit->text}, {"time", epoch_seconds(exit->time)},
        {"after_seconds", exit->after.count()}};
}

}  // namespace

std::optional<ServiceState> parse_service_state(std::string_view word)
{
    for (const auto& [name, state] : states)
        if (name == word)
            return state;
    return std::nullopt;
}

std::string_view state_word(ServiceState state)
{
    return states[static_cast<std::size_t>(state)].first;
}

std::vector<std::string> texts_at(const Json& object, std::string_view key)
{
    std::vector<std::string> texts;
    const auto found = object.find(std::string {key});
    if (found == object.end() || !found->is_array())
        return texts;
    for (const Json& item : *found)
        if (item.is_string())
            texts.push_back(item.get<std::string>());
    return texts;
}

Result<ServiceStatus> parse_service_status(const Json& object)
{
    if (!object.is_object() || text_at(object, "name").empty())
        return fail("a service without a name");
    const std::string word = text_at(object, "state");
    const auto state = parse_service_state(word);
    if (!state)
        return fail("unknown state '{}'", word);
    const double retry_at = real_at(object, "retry_at");
    const double probe_ms = real_at(object, "probe_ms", -1);
    return ServiceStatus {.name = text_at(object, "name"),
        .description = text_at(object, "description"),
        .state = *state,
        .since = wall_time(real_at(object, "since")),
        .pid = integer_at(object, "pid"),
        .status = text_at(object, "status"),
        .restarts = integer_at(object, "restarts"),
        .tries = integer_at(object, "tries"),
        .retry_at = retry_at > 0 ? std::optional {wall_time(retry_at)} : std::nullopt,
        .last_exit = last_exit_at(object),
        .cpu_percent = real_at(object, "cpu_percent"),
        .memory_kb = integer_at(object, "memory_kb"),
        .descriptors = integer_at(object, "descriptors"),
        .probe_ms = probe_ms >= 0 ? std::optional {probe_ms} : std::nullopt,
        .depends = texts_at(object, "depends"),
        .needed_by = texts_at(object, "needed_by"),
        .command = text_at(object, "command"),
        .user = text_at(object, "user"),
        .listens = texts_at(object, "listens"),
        .probe = text_at(object, "probe"),
        .groups = texts_at(object, "groups"),
        .is_enabled = flag_at(object, "enabled", true),
        .is_outdated = flag_at(object, "outdated"),
        .configuration_change = text_at(object, "configuration_change"),
        .sandbox = parse_sandbox_status(object)};
}

Json service_json(const ServiceStatus& service)
{
    return {{"name", service.name}, {"description", service.description},
        {"state", std::string {state_word(service.state)}}, {"since", epoch_seconds(service.since)},
        {"pid", service.pid}, {"status", service.status}, {"restarts", service.restarts},
        {"tries", service.tries},
        {"retry_at", service.retry_at ? epoch_seconds(*service.retry_at) : 0.0},
        {"last_exit", last_exit_json(service.last_exit)}, {"cpu_percent", service.cpu_percent},
        {"memory_kb", service.memory_kb}, {"descriptors", service.descriptors},
        {"probe_ms", service.probe_ms.value_or(-1)}, {"depends", service.depends},
        {"needed_by", service.needed_by}, {"command", service.command}, {"user", service.user},
        {"listens", service.listens}, {"probe", service.probe}, {"groups", service.groups},
        {"enabled", service.is_enabled}, {"outdated", service.is_outdated},
        {"configuration_change", service.configuration_change},
        {"sandbox", sandbox_json(service.sandbox)}};
}

std::optional<EventKind> parse_event_kind(std::string_view word)
{
    for (const auto& [name, kind] : kinds)
        if (name == word)
            return kind;
    return std::nullopt;
}

std::vector<std::string_view> event_kind_words()
{
    std::vector<std::string_view> words;
    words.reserve(kinds.size());
    for (const auto& [name, kind] : kinds)
        words.push_back(name);
    return words;
}

Result<ServiceEvent> parse_service_event(const Json& object)
{
    if (!object.is_object() || text_at(object, "service").empty())
        return fail("an event without a service");
    const std::string word = text_at(object, "kind");
    const auto kind = parse_event_kind(word);
    if (!kind)
        return fail("unknown kind of event '{}'", word);
    return ServiceEvent {.id = integer_at(object, "id"),
        .time = wall_time(real_at(object, "time")),
        .service = text_at(object, "service"),
        .kind = *kind,
        .text = text_at(object, "text"),
        .lines = texts_at(object, "lines")};
}

std::vector<ServiceEvent> parse_service_events(const Json& answer)
{
    std::vector<ServiceEvent> events;
    const auto listed = answer.find("events");
    if (listed == answer.end() || !listed->is_array())
        return events;
    for (const Json& object : *listed)
        if (auto event = parse_service_event(object))
            events.push_back(std::move(*event));
    return events;
}

}  // namespace hive
