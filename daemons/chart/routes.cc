#include "daemons/chart/routes.h"

#include <array>
#include <utility>

#include "lib/number.h"

namespace hive {
namespace {

constexpr auto table = std::to_array<Route>({
    {"GET", "/ping", Operation::ping, Way::here},
    {"GET", "/openapi.json", Operation::openapi, Way::here},
    {"GET", "/api/apiaries", Operation::apiaries, Way::reads},
    {"GET", "/api/overview", Operation::overview, Way::reads},
    {"GET", "/api/series", Operation::series, Way::reads},
    {"GET", "/api/lines", Operation::lines, Way::reads},
    {"GET", "/api/compare", Operation::compare, Way::reads},
    {"GET", "/api/spectrogram", Operation::spectrogram, Way::reads},
    {"GET", "/api/samples", Operation::samples, Way::reads},
    {"GET", "/api/csv", Operation::csv, Way::downloads},
    {"GET", "/api/notes", Operation::notes, Way::reads},
    {"POST", "/api/notes", Operation::add_note, Way::changes},
    {"POST", "/api/notes/{id}", Operation::change_note, Way::changes},
    {"POST", "/api/notes/{id}/delete", Operation::delete_note, Way::changes},
    {"GET", "/api/rules", Operation::rules, Way::reads},
    {"POST", "/api/rules", Operation::add_rule, Way::changes},
    {"POST", "/api/rules/{id}", Operation::change_rule, Way::changes},
    {"POST", "/api/rules/{id}/delete", Operation::delete_rule, Way::changes},
    {"POST", "/api/rules/{id}/test", Operation::test_rule, Way::changes},
    {"GET", "/api/alerts", Operation::alerts, Way::reads},
    {"POST", "/api/alerts/{id}/acknowledge", Operation::acknowledge_alert, Way::changes},
    {"GET", "/api/traffic", Operation::traffic, Way::reads},
    {"GET", "/api/traffic/decisions", Operation::decisions, Way::reads},
    {"POST", "/api/traffic/undo", Operation::undo_decision, Way::guards},
    {"POST", "/api/traffic/ban", Operation::ban_client, Way::guards},
    {"POST", "/api/traffic/safe", Operation::add_safe, Way::guards},
    {"POST", "/api/traffic/safe/remove", Operation::remove_safe, Way::guards},
    {"POST", "/api/traffic/arm", Operation::arm_guard, Way::guards},
    {"POST", "/api/traffic/feedback", Operation::tell_feedback, Way::guards},
    {"GET", "/api/events", Operation::events, Way::follows},
    {"POST", "/api/sync", Operation::sync, Way::syncs},
});

constexpr std::string_view placeholder = "{id}";
constexpr std::size_t most_digits = 18;

/// @return the number in the place of {id}, 0 for a path without one; nothing: another path
std::optional<std::int64_t> match(std::string_view pattern, std::string_view path)
{
    const auto hole = pattern.find(placeholder);
    if (hole == std::string_view::npos)
        return pattern == path ? std::optional<std::int64_t> {0} : std::nullopt;
    const auto tail = pattern.substr(hole + placeholder.size());
    if (path.size() <= hole + tail.size() || !path.starts_with(pattern.substr(0, hole))
        || !path.ends_with(tail))
        return std::nullopt;
    const auto digits = path.substr(hole, path.size() - hole - tail.size());
    const auto id = number_of<std::int64_t>(digits);
    return id && *id > 0 && digits.size() <= most_digits ? id : std::nullopt;
}

/// "GET, HEAD, POST" for a path, "" for one that is none of the table's.
std::string methods_of(std::string_view path)
{
    std::string methods;
    for (const auto& route : table) {
        if (!match(route.path, path))
            continue;
        methods += methods.empty() ? "" : ", ";
        methods += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return methods;
}

}  // namespace

std::span<const Route> routes()
{
    return table;
}

RouteMatch find_route(std::string_view method, std::string_view path)
{
    const auto wanted = method == "HEAD" ? "GET" : method;
    for (const auto& route : table)
        if (const auto id = match(route.path, path); id && route.method == wanted)
            return {.operation = route.operation, .way = route.way, .id = *id};
    if (auto methods = methods_of(path); !methods.empty())
        return {.allow = std::move(methods)};
    if (path == "/api" || path.starts_with("/api/"))
        return {};
    if (wanted == "GET")
        return {.operation = Operation::page};
    return {.allow = "GET, HEAD"};
}

}  // namespace hive
