// daemons/chart/routes.h - which address does what (pure).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hive {

enum class Operation { ping, apiaries, lines, spectrogram, events, sync, openapi, page };

struct Route {
    std::string_view method;
    std::string_view path;
    Operation operation;
};

/// Every address but those of the pages; the OpenAPI document describes the same.
[[nodiscard]] std::span<const Route> routes();

struct RouteMatch {
    std::optional<Operation> operation;
    std::string allow;  // methods the path takes, when this was not one of them
};

/// HEAD goes where GET goes. What is below none of the addresses of the API is a page.
/// @return neither member set: there is nothing at this address
[[nodiscard]] RouteMatch find_route(std::string_view method, std::string_view path);

}  // namespace hive
