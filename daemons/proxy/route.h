// daemons/proxy/route.h - which location serves a path. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
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
    std::variant<UpstreamChoice, FileDirectory, Redirect, FixedAnswer> action;
    std::size_t number = 0;  // among the locations
    std::string rewrite;  // stands for the prefix towards the upstream, "" for '/'
    std::string host;  // what upstreams are told, "" for what the client said
    std::vector<Network> allow;
    Satisfy satisfy = Satisfy::all;
    int requests_per_second = 0;
    int request_burst = 1;
    std::int64_t max_body = 0;  // 0: as in [proxy]
    std::chrono::seconds response_timeout {0};  // 0: as in [proxy]
    bool needs_login = true;
    bool strips_authorization = true;
    bool strips_prefix = true;
    bool is_logged = true;
    bool is_plain = false;  // served without TLS even where the rest is redirected

    /// The path as the upstream or the directory knows it; starts with '/'.
    [[nodiscard]] std::string inner_path(std::string_view path) const;
    /// Whether the address is in `allow`.
    [[nodiscard]] bool names(const Address& client) const;
};

/// Immutable; shared by all threads.
class RouteTable {
public:
    /// @param upstreams those that locations name
    explicit RouteTable(const std::list<LocationConfig>& locations,
        const std::list<UpstreamConfig>& upstreams = {});

    struct Match {
        const Location* location = nullptr;  // nullptr: nothing serves the path
        bool lacks_slash = false;  // the path is a prefix without its last '/': redirect
    };
    /// The longest prefix wins. "/app/" serves what starts so; "/app" serves itself and
    /// what is below "/app/". @param path normalised
    [[nodiscard]] Match find(std::string_view path) const;

    /// The different upstreams of all locations; UpstreamChoice counts them. A lone server is
    /// a group of one, named by its address.
    [[nodiscard]] const std::vector<UpstreamConfig>& upstreams() const { return upstreams_; }
    [[nodiscard]] const std::vector<Location>& locations() const { return locations_; }

private:
    std::size_t upstream_index(UpstreamConfig upstream);

    std::vector<Location> locations_;  // longest prefix first
    std::vector<UpstreamConfig> upstreams_;
};

}  // namespace hive
