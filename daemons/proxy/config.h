// daemons/proxy/config.h - what proxy.ini may say.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "daemons/proxy/location_config.h"
#include "daemons/proxy/upstream_config.h"
#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// A [certificate NAME] section: a chain and its key, PEM files.
struct CertificateConfig {
    std::string name;  // for people; the host names come from the certificate
    std::string certificate;
    std::string key;
};

enum class AccessFormat { simple, detailed, json };

struct ProxyConfig {
    Endpoint listen {.is_any = true, .port = 80};
    std::optional<Endpoint> listen_tls;
    bool redirect_to_tls = false;
    std::chrono::seconds hsts {0};
    std::string acme_directory;  // "" for none
    int threads = 0;  // 0: one per core
    std::string users = "users";
    std::string groups = "groups";
    std::string access_log = "proxy-access.log";
    AccessFormat access_log_format = AccessFormat::detailed;
    std::string error_log = "proxy-error.log";
    std::int64_t log_size = 0;  // 0: not rotated here
    int log_keep = 5;
    std::vector<Network> trusted_proxies;
    std::vector<Network> proxy_protocol;
    int max_connections = 10000;
    int max_connections_per_address = 256;
    std::int64_t max_head = 16 << 10;
    std::int64_t max_target = 8 << 10;
    int max_fields = 100;
    std::int64_t max_body = 64 << 20;
    std::int64_t min_body_rate = 100;  // bytes a second, 0: none
    std::int64_t min_send_rate = 100;  // likewise
    int requests_per_second = 0;  // 0: no limit
    int request_burst = 100;
    int lockout_failures = 100;  // 0: no lockout
    std::chrono::seconds lockout_time {600};
    std::chrono::seconds head_timeout {10};
    std::chrono::seconds idle_timeout {60};
    std::chrono::seconds connect_timeout {10};
    std::chrono::seconds response_timeout {60};
    std::chrono::seconds request_timeout {0};  // 0: none
    std::chrono::seconds tunnel_timeout {3600};
    std::chrono::seconds drain_timeout {5};
    std::chrono::seconds credential_ttl {300};
    std::list<CertificateConfig> certificates;
    std::list<UpstreamConfig> upstreams;
    std::list<LocationConfig> locations;
};

[[nodiscard]] Schema schema(ProxyConfig& config);

}  // namespace hive
