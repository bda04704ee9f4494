#include "daemons/proxy/settings.h"

#include <utility>

#include <fmt/format.h>

namespace hive {

namespace {

std::string fields_with_tls(const ProxyConfig& config)
{
    if (config.hsts.count() == 0)
        return {};
    return fmt::format("Strict-Transport-Security: max-age={}\r\n", config.hsts.count());
}

/// Those of the file or the usual ones, and what the TLS options ask for.
std::list<LocationConfig> all_locations(const ProxyConfig& config)
{
    auto locations = config.locations.empty() ? default_locations() : config.locations;
    if (!config.acme_directory.empty())
        locations.push_front({.name = "/.well-known/acme-challenge/",
            .files = config.acme_directory,
            .auth = LocationAuth::off,
            .plain = true});
    return locations;
}

std::vector<std::unique_ptr<UpstreamGroup>> groups_of(const RouteTable& routes)
{
    std::vector<std::unique_ptr<UpstreamGroup>> groups;
    for (const auto& upstream : routes.upstreams())
        groups.push_back(std::make_unique<UpstreamGroup>(upstream));
    return groups;
}

}  // namespace

Settings::Settings(ProxyConfig given)
    : config {std::move(given)}, routes {all_locations(config), config.upstreams},
      upstreams {groups_of(routes)}, tls_fields {fields_with_tls(config)}
{
}

}  // namespace hive
