#include "daemons/proxy/upstream_config.h"

#include "lib/number.h"
#include "lib/trim.h"

namespace hive {

Result<WeightedServer> parse_weighted_server(std::string_view text)
{
    constexpr std::string_view key = "weight=";
    constexpr int heaviest = 100;
    const auto blank = text.find(' ');
    WeightedServer server {.endpoint = TRY(parse_endpoint(text.substr(0, blank)))};
    if (blank == std::string_view::npos)
        return server;
    auto rest = trimmed(text.substr(blank));
    if (!rest.starts_with(key))
        return fail("'{}' is not a server and weight=1 to weight=100", text);
    rest.remove_prefix(key.size());
    const auto weight = number_within<int>(rest, 1, heaviest);
    if (!weight)
        return fail("'{}' is not a weight of 1 to 100", rest);
    server.weight = *weight;
    return server;
}

std::vector<Option> upstream_options(UpstreamConfig& upstream)
{
    return {
        Option::list_of("servers", upstream.servers, &parse_weighted_server, "servers",
            "The servers of the group, each unix:NAME, unix:/PATH or ADDRESS:PORT, with weight=N "
            "behind it for one that shall get N times as much.")
            .required(),
        Option::choice("balance", upstream.balance,
            {{"least_connections", Balance::least_connections},
                {"round_robin", Balance::round_robin}},
            "Who gets a request: the server with the fewest under way for its weight, or each in "
            "turn."),
        Option::number("max_failures", upstream.max_failures, {1, 1000},
            "A server that failed so often in a row gets nothing for failure_timeout."),
        Option::seconds("failure_timeout", upstream.failure_timeout, {1, 3600},
            "How long a server that failed rests."),
        Option::text("check_path", upstream.check_path,
            "Path asked for every check_interval; a server that does not answer 200 to 399 gets "
            "nothing until it does."),
        Option::seconds(
            "check_interval", upstream.check_interval, {1, 3600}, "Time between two checks."),
    };
}

std::string upstream_mistake(const UpstreamConfig& upstream)
{
    constexpr std::size_t most = 64;
    if (upstream.servers.size() > most)
        return "at most 64 servers";
    if (!upstream.check_path.empty() && !upstream.check_path.starts_with('/'))
        return "check_path must start with '/'";
    if (upstream.check_path.find_first_of(" \t\r\n") != std::string::npos)
        return "check_path holds a blank";
    return {};
}

}  // namespace hive
