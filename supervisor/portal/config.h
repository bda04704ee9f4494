// supervisor/portal/config.h - what portal.ini may say.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// 127.0.0.1:2812 and [::1]:2812.
[[nodiscard]] std::vector<Endpoint> loopback_endpoints();
[[nodiscard]] Endpoint proxied_endpoint();

struct PortalConfig {
    std::vector<Endpoint> listen = loopback_endpoints();
    Endpoint proxied = proxied_endpoint();
    std::string certificate;  // PEM files; "": no TLS
    std::string key;
    std::string pages = "/usr/share/hive/web/portal";
    std::string users = "users";  // relative: in the configuration directory
    std::string groups = "groups";
    std::chrono::seconds session_idle {30 * 60};
    std::chrono::seconds session_length {12 * 3600};
    std::string metrics_token;  // file; "": none
    int lockout_tries = 5;
    std::chrono::seconds lockout_time {10 * 60};
};

[[nodiscard]] Schema schema(PortalConfig& config);

}  // namespace hive
