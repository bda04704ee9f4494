// supervisor/core/listen_spec.h - a listening socket as the configuration names it. Pure.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// NAME ENDPOINT [MODE [GROUP]]: "http *:80", "proxied unix:portal-http.sock 0660 hive-proxy".
struct ListenSpec {
    std::string name;  // what the service knows it by; several sockets may share it
    std::string endpoint_text;  // as written, shown to people
    Endpoint endpoint;
    mode_t mode = 0660;  // of a Unix socket
    std::string group;  // of a Unix socket; "" leaves it to the supervisor's own

    [[nodiscard]] std::string text() const { return name + ' ' + endpoint_text; }
};

[[nodiscard]] Result<ListenSpec> parse_listen_spec(std::string_view text);

/// [a-z][a-z0-9-]*, at most 32 of them: what sockets and services may be called.
[[nodiscard]] bool is_plain_name(std::string_view name);

}  // namespace hive
