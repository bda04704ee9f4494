#include "daemons/proxy/route.h"

#include <algorithm>

namespace hive {

namespace {

bool serves(std::string_view prefix, std::string_view path)
{
    if (!path.starts_with(prefix))
        return false;
    return prefix.ends_with('/') || path.size() == prefix.size() || path[prefix.size()] == '/';
}

bool is_prefix_without_slash(std::string_view prefix, std::string_view path)
{
    return prefix.size() == path.size() + 1 && prefix.ends_with('/') && prefix.starts_with(path);
}

UpstreamConfig lone_server(const Endpoint& endpoint)
{
    return {.name = endpoint.text(), .servers = {{.endpoint = endpoint}}};
}

/// All of a location but what serves it.
Location access_of(const LocationConfig& config)
{
    return {.prefix = config.name,
        .rewrite = config.rewrite,
        .host = config.host,
        .allow = config.allow,
        .satisfy = config.satisfy,
        .requests_per_second = config.requests_per_second,
        .request_burst = config.request_burst,
        .max_body = config.max_body,
        .response_timeout = config.response_timeout,
        .needs_login = config.auth == LocationAuth::basic,
        .strips_authorization = config.strip_authorization,
        .strips_prefix = config.strip_prefix,
        .is_logged = config.log,
        .is_plain = config.plain};
}

}  // namespace

std::string Location::inner_path(std::string_view path) const
{
    if (!strips_prefix)
        return std::string {path};
    path.remove_prefix(prefix.size());
    if (!rewrite.empty())
        return rewrite + std::string {path};
    // A prefix's own last slash is the first of what is left.
    return path.starts_with('/') ? std::string {path} : "/" + std::string {path};
}

bool Location::names(const Address& client) const
{
    return std::ranges::any_of(
        allow, [&](const Network& network) { return network.contains(client); });
}

RouteTable::RouteTable(
    const std::list<LocationConfig>& locations, const std::list<UpstreamConfig>& upstreams)
{
    for (const auto& config : locations) {
        auto location = access_of(config);
        if (config.proxy)
            location.action = UpstreamChoice {upstream_index(lone_server(*config.proxy))};
        else if (!config.upstream.empty())
            location.action = UpstreamChoice {upstream_index(
                *std::ranges::find(upstreams, config.upstream, &UpstreamConfig::name))};
        else if (config.redirect)
            location.action = *config.redirect;
        else if (config.answer)
            location.action = *config.answer;
        else
            location.action = FileDirectory {config.files};
        locations_.push_back(std::move(location));
    }
    std::ranges::stable_sort(locations_, std::ranges::greater {},
        [](const Location& location) { return location.prefix.size(); });
    for (std::size_t i = 0; i < locations_.size(); ++i)
        locations_[i].number = i;
}

std::size_t RouteTable::upstream_index(UpstreamConfig upstream)
{
    const auto found = std::ranges::find(upstreams_, upstream);
    if (found != upstreams_.end())
        return static_cast<std::size_t>(found - upstreams_.begin());
    upstreams_.push_back(std::move(upstream));
    return upstreams_.size() - 1;
}

RouteTable::Match RouteTable::find(std::string_view path) const
{
    for (const auto& location : locations_) {
        if (serves(location.prefix, path))
            return {.location = &location};
        if (is_prefix_without_slash(location.prefix, path))
            return {.location = &location, .lacks_slash = true};
    }
    return {};
}

}  // namespace hive
