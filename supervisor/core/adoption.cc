#include "supervisor/core/adoption.h"

#include <cstring>

#include <sys/wait.h>

#include "lib/json.h"

namespace hive {
namespace {

Json to_json(const SavedService& service)
{
    return {{"name", service.name}, {"state", exact_name(service.state)}, {"since", service.since},
        {"pid", service.pid}, {"start_ticks", service.start_ticks}, {"spawned", service.spawned},
        {"ready_since", service.ready_since}, {"restarts", service.restarts},
        {"failures", service.failures}, {"retry_at", service.retry_at}, {"status", service.status},
        {"invocation", service.invocation}, {"landlock", service.landlock},
        {"watchdog", service.watchdog},
        {"last_exit",
            {{"text", service.last_exit.text}, {"time", service.last_exit.time},
                {"after_seconds", service.last_exit.after_seconds}}}};
}

Result<SavedService> service_from(const Json& object)
{
    const auto state = state_named(text_at(object, "state"));
    const auto name = text_at(object, "name");
    if (!state || name.empty())
        return fail("saved state: service '{}' in an unknown state", name);
    SavedService service {.name = name,
        .state = *state,
        .since = real_at(object, "since"),
        .pid = static_cast<pid_t>(integer_at(object, "pid")),
        .start_ticks = static_cast<std::uint64_t>(integer_at(object, "start_ticks")),
        .spawned = real_at(object, "spawned"),
        .ready_since = real_at(object, "ready_since"),
        .restarts = static_cast<int>(integer_at(object, "restarts")),
        .failures = static_cast<int>(integer_at(object, "failures")),
        .retry_at = real_at(object, "retry_at"),
        .status = text_at(object, "status"),
        .invocation = text_at(object, "invocation"),
        .landlock = static_cast<int>(integer_at(object, "landlock")),
        .watchdog = static_cast<int>(integer_at(object, "watchdog"))};
    if (const auto exit = object.find("last_exit"); exit != object.end())
        service.last_exit = {.text = text_at(*exit, "text"),
            .time = real_at(*exit, "time"),
            .after_seconds = real_at(*exit, "after_seconds")};
    return service;
}

bool is_array_at(const Json& object, std::string_view key)
{
    return object.contains(key) && object.at(std::string {key}).is_array();
}

}  // namespace

std::string serialise(const SavedState& state)
{
    auto services = Json::array();
    for (const auto& service : state.services)
        services.push_back(to_json(service));
    return to_text({{"started", state.started}, {"kept", state.kept}, {"services", services}});
}

Result<SavedState> parse_saved_state(std::string_view text)
{
    const auto root = TRY(parse_json(text));
    if (!is_array_at(root, "services") || !is_array_at(root, "kept"))
        return fail("saved state: not one of ours");
    SavedState state {.started = real_at(root, "started")};
    for (const auto& name : root.at("kept"))
        if (name.is_string())
            state.kept.push_back(name.get<std::string>());
    for (const auto& object : root.at("services"))
        state.services.push_back(TRY(service_from(object)));
    return state;
}

std::string exit_text(int status)
{
    if (WIFEXITED(status))
        return fmt::format("exit {}", WEXITSTATUS(status));
    const int number = WTERMSIG(status);
    const auto* const name = ::sigabbrev_np(number);
    return fmt::format("signal {} ({})", number, name != nullptr ? name : "unknown");
}

}  // namespace hive
