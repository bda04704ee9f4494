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

}  // namespace

std::string_view Location::inner_path(std::string_view path) const
{
    if (!strips_prefix)
        return path;
    // A prefix's own last slash is the first of what is left.
    path.remove_prefix(prefix.ends_with('/') ? prefix.size() - 1 : prefix.size());
    return path.empty() ? std::string_view {"/"} : path;
}

RouteTable::RouteTable(const std::list<LocationConfig>& locations)
{
    for (const auto& config : locations) {
        Location location {.prefix = config.name,
            .needs_login = config.auth == LocationAuth::basic,
            .strips_authorization = config.strip_authorization,
            .strips_prefix = config.strip_prefix,
            .is_logged = config.log,
            .is_plain = config.plain};
        if (config.proxy)
            location.action = UpstreamChoice {upstream_index(*config.proxy)};
        else if (config.answer)
            location.action = *config.answer;
        else
            location.action = FileDirectory {config.files};
        locations_.push_back(std::move(location));
    }
    std::ranges::stable_sort(locations_, std::ranges::greater {},
        [](const Location& location) { return location.prefix.size(); });
}

std::size_t RouteTable::upstream_index(const Endpoint& endpoint)
{
    const auto found = std::ranges::find(upstreams_, endpoint);
    if (found != upstreams_.end())
        return static_cast<std::size_t>(found - upstreams_.begin());
    upstreams_.push_back(endpoint);
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
