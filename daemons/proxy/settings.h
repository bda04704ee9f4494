// daemons/proxy/settings.h - one configuration as it is served.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemons/proxy/config.h"
#include "daemons/proxy/route.h"
#include "daemons/proxy/upstream_group.h"

namespace hive {

/// Immutable but for how the upstreams are doing; a reload makes another one. A request keeps the
/// one it began with.
struct Settings {
    explicit Settings(ProxyConfig given);

    const ProxyConfig config;
    const RouteTable routes;
    const std::vector<std::unique_ptr<UpstreamGroup>> upstreams;  // UpstreamChoice counts them
    const std::string tls_fields;  // lines for each answer by TLS, "" or with line breaks
};
using SharedSettings = std::shared_ptr<const Settings>;

}  // namespace hive
