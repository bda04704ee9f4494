#include "daemons/chart/routes.h"

#include <array>

namespace hive {
namespace {

constexpr auto table = std::to_array<Route>({
    {"GET", "/ping", Operation::ping},
    {"GET", "/api/apiaries", Operation::apiaries},
    {"GET", "/api/lines", Operation::lines},
    {"GET", "/api/spectrogram", Operation::spectrogram},
    {"GET", "/api/events", Operation::events},
    {"POST", "/api/sync", Operation::sync},
    {"GET", "/openapi.json", Operation::openapi},
});

std::string allowed(std::string_view method)
{
    return method == "GET" ? "GET, HEAD" : std::string {method};
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
        if (route.path == path && route.method == wanted)
            return {.operation = route.operation};
    for (const auto& route : table)
        if (route.path == path)
            return {.allow = allowed(route.method)};
    if (path == "/api" || path.starts_with("/api/"))
        return {};
    if (wanted == "GET")
        return {.operation = Operation::page};
    return {.allow = allowed("GET")};
}

}  // namespace hive
