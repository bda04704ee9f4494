// daemons/proxy/route.h - which location serves a path. Pure.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemons/proxy/config.h"
#include "lib/address.h"

namespace hive {

/// A location's upstream: its number among all different ones.
struct UpstreamChoice {
    std::size_t index = 0;
};
struct FileDirectory {
    std::string path;
};

struct Location {
    std::string prefix;
    std::variant<UpstreamChoice, FileDirectory, FixedAnswer> action;
    bool needs_login = true;
    bool strips_authorization = true;
    bool strips_prefix = true;
    bool is_logged = true;
    bool is_plain = false;  // served without TLS even where the rest is redirected

    /// The path as the upstream or the directory knows it; starts with '/'.
    [[nodiscard]] std::string_view inner_path(std::string_view path) const;
};

/// Immutable; shared by all threads.
class RouteTable {
public:
    explicit RouteTable(const std::list<LocationConfig>& locations);

    struct Match {
        const Location* location = nullptr;  // nullptr: nothing serves the path
        bool lacks_slash = false;  // the path is a prefix without its last '/': redirect
    };
    /// The longest prefix wins. "/app/" serves what starts so; "/app" serves itself and
    /// what is below "/app/". @param path normalised
    [[nodiscard]] Match find(std::string_view path) const;

    /// The different upstreams of all locations; UpstreamChoice counts them.
    [[nodiscard]] const std::vector<Endpoint>& upstreams() const { return upstreams_; }
    [[nodiscard]] const std::vector<Location>& locations() const { return locations_; }

private:
    std::size_t upstream_index(const Endpoint& endpoint);

    std::vector<Location> locations_;  // longest prefix first
    std::vector<Endpoint> upstreams_;
};

}  // namespace hive
