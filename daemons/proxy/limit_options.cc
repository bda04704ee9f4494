#include "daemons/proxy/limit_options.h"

#include <algorithm>
#include <iterator>

namespace hive {

namespace {

constexpr std::int64_t tera = std::int64_t {1} << 40;

std::vector<Option> size_options(ProxyConfig& config)
{
    return {
        Option::number("max_connections", config.max_connections, {1, 1000000},
            "Most clients connected; further ones are answered 503."),
        Option::number("max_connections_per_address", config.max_connections_per_address,
            {1, 1000000},
            "Most connections of one client address (of one /64 with IPv6); further ones are "
            "answered 429."),
        Option::bytes("max_head", config.max_head, {1 << 10, 60 << 10},
            "Largest request line and fields together; more is answered 431."),
        Option::bytes("max_target", config.max_target, {64, 60 << 10},
            "Longest address in a request line; a longer one is answered 414."),
        Option::number("max_fields", config.max_fields, {8, 100},
            "Most header fields of a request; more are answered 431."),
        Option::bytes("max_body", config.max_body, {1 << 10, tera},
            "Largest request body; more is answered 413."),
    };
}

std::vector<Option> rate_options(ProxyConfig& config)
{
    return {
        Option::bytes("min_body_rate", config.min_body_rate, {0, tera},
            "A request body that comes slower than this in a second, for ten seconds, is answered "
            "408; 0 is no limit."),
        Option::bytes("min_send_rate", config.min_send_rate, {0, tera},
            "An answer that the client takes more slowly than this in a second, over idle_timeout, "
            "is cut; 0 cuts only who takes nothing. WebSockets are not counted."),
        Option::number("requests_per_second", config.requests_per_second, {0, 1000000},
            "Requests of one client address (of one /64 with IPv6) taken in a second by all "
            "locations together; further ones are answered 429. 0 is no limit."),
        Option::number("request_burst", config.request_burst, {1, 1000000},
            "Requests that may come at once within requests_per_second."),
        Option::number("lockout_failures", config.lockout_failures, {0, 1000000},
            "A client address with so many failed logins within lockout_time is answered 429 to "
            "every password not known to be right; 0 locks nobody out."),
        Option::seconds("lockout_time", config.lockout_time, {1, 86400L * 7},
            "How long failed logins count, and a client stays locked out."),
    };
}

std::vector<Option> time_options(ProxyConfig& config)
{
    return {
        Option::seconds("head_timeout", config.head_timeout, {1, 3600},
            "Time for a client to send the whole head of a request, a TLS handshake included."),
        Option::seconds("idle_timeout", config.idle_timeout, {1, 86400},
            "A connection on which nothing moves for this long is closed."),
        Option::seconds("connect_timeout", config.connect_timeout, {1, 3600},
            "Time to get a connection to an upstream; then 504."),
        Option::seconds("response_timeout", config.response_timeout, {1, 86400},
            "Time for an upstream to begin its answer; then 504."),
        Option::seconds("request_timeout", config.request_timeout, {0, 86400},
            "Time for a request and its answer as a whole; 0 is no limit."),
        Option::seconds("tunnel_timeout", config.tunnel_timeout, {1, 86400L * 7},
            "A WebSocket on which nothing moves for this long is closed."),
        Option::seconds("drain_timeout", config.drain_timeout, {1, 3600},
            "Time for running requests to finish when the daemon stops."),
    };
}

}  // namespace

std::vector<Option> limit_options(ProxyConfig& config)
{
    auto options = size_options(config);
    std::ranges::move(rate_options(config), std::back_inserter(options));
    std::ranges::move(time_options(config), std::back_inserter(options));
    return options;
}

}  // namespace hive
