// daemons/proxy/upstream_config.h - what an [upstream NAME] section of proxy.ini may say.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// "127.0.0.1:3000 weight=2"
struct WeightedServer {
    Endpoint endpoint;
    int weight = 1;  // 1-100

    bool operator==(const WeightedServer&) const = default;
};
[[nodiscard]] Result<WeightedServer> parse_weighted_server(std::string_view text);

enum class Balance { least_connections, round_robin };

struct UpstreamConfig {
    std::string name;
    std::vector<WeightedServer> servers;  // at least one, at most 64
    Balance balance = Balance::least_connections;
    int max_failures = 3;
    std::chrono::seconds failure_timeout {10};
    std::string check_path;  // "" for no checks
    std::chrono::seconds check_interval {5};

    bool operator==(const UpstreamConfig&) const = default;
};

[[nodiscard]] std::vector<Option> upstream_options(UpstreamConfig& upstream);

/// @return "" when the section is sound
[[nodiscard]] std::string upstream_mistake(const UpstreamConfig& upstream);

}  // namespace hive
