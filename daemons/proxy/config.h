// daemons/proxy/config.h - what proxy.ini may say.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>

#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// "200 text" of an `answer` option.
struct FixedAnswer {
    int status = 200;
    std::string text;
};
[[nodiscard]] Result<FixedAnswer> parse_fixed_answer(std::string_view text);

enum class LocationAuth { basic, off };

/// A [location PREFIX] section; exactly one of proxy, files and answer is given.
struct LocationConfig {
    std::string name;  // the prefix, "/app/"
    std::optional<Endpoint> proxy;
    std::string files;  // directory, "" when not given
    std::optional<FixedAnswer> answer;
    LocationAuth auth = LocationAuth::basic;
    bool strip_authorization = true;
    bool strip_prefix = true;
    bool log = true;
};

enum class AccessFormat { simple, detailed, json };

struct ProxyConfig {
    Endpoint listen {.is_any = true, .port = 80};
    int threads = 0;  // 0: one per core
    std::string users = "users";
    std::string groups = "groups";
    std::string access_log = "proxy-access.log";
    AccessFormat access_log_format = AccessFormat::detailed;
    std::string error_log = "proxy-error.log";
    int max_connections = 10000;
    int max_connections_per_address = 256;
    std::int64_t max_head = 16 << 10;
    std::int64_t max_body = 64 << 20;
    std::chrono::seconds head_timeout {10};
    std::chrono::seconds idle_timeout {60};
    std::chrono::seconds connect_timeout {10};
    std::chrono::seconds response_timeout {60};
    std::chrono::seconds drain_timeout {5};
    std::chrono::seconds credential_ttl {300};
    std::list<LocationConfig> locations;
};

[[nodiscard]] Schema schema(ProxyConfig& config);

/// The locations of a file that names none.
[[nodiscard]] std::list<LocationConfig> default_locations();

}  // namespace hive
