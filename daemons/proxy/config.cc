#include "daemons/proxy/config.h"

#include <algorithm>
#include <charconv>

#include "daemons/proxy/request_target.h"

namespace hive {

namespace {

Result<std::optional<Endpoint>> parse_upstream(std::string_view text)
{
    return TRY(parse_endpoint(text));
}

Result<std::optional<FixedAnswer>> parse_answer(std::string_view text)
{
    return TRY(parse_fixed_answer(text));
}

std::vector<Option> location_options(LocationConfig& location)
{
    return {
        Option::parsed("proxy", location.proxy, &parse_upstream, "endpoint", "",
            "Relays requests to this HTTP server: unix:NAME (in the runtime directory), "
            "unix:/PATH or ADDRESS:PORT."),
        Option::text("files", location.files,
            "Serves the files of this directory; index.html stands for a directory."),
        Option::parsed("answer", location.answer, &parse_answer, "status text", "",
            "Answers with this status and plain text."),
        Option::choice("auth", location.auth,
            {{"basic", LocationAuth::basic}, {"off", LocationAuth::off}},
            "Whether a login of the users file is asked for."),
        Option::flag("strip_authorization", location.strip_authorization,
            "Keeps the client's Authorization field from the upstream."),
        Option::flag("strip_prefix", location.strip_prefix,
            "Cuts the prefix off: /app/x is /x to the upstream, or in the directory."),
        Option::flag("log", location.log, "Whether requests get a line in the access log."),
    };
}

std::vector<Option> log_options(ProxyConfig& config)
{
    return {
        Option::text("access_log", config.access_log,
            "File of one line a request; a relative name lies in the log directory."),
        Option::choice("access_log_format", config.access_log_format,
            {{"simple", AccessFormat::simple}, {"detailed", AccessFormat::detailed},
                {"json", AccessFormat::json}},
            "simple: requests are not logged; detailed: the combined format with the "
            "milliseconds taken; json: one object a line."),
        Option::text("error_log", config.error_log,
            "File of failed logins, in the form of nginx; a relative name lies in the log "
            "directory."),
    };
}

std::vector<Option> limit_options(ProxyConfig& config)
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
        Option::bytes("max_body", config.max_body, {1 << 10, std::int64_t {1} << 40},
            "Largest request body; more is answered 413."),
        Option::seconds("head_timeout", config.head_timeout, {1, 3600},
            "Time for a client to send the whole head of a request."),
        Option::seconds("idle_timeout", config.idle_timeout, {1, 86400},
            "A connection on which nothing moves for this long is closed."),
        Option::seconds("connect_timeout", config.connect_timeout, {1, 3600},
            "Time to get a connection to an upstream; then 504."),
        Option::seconds("response_timeout", config.response_timeout, {1, 86400},
            "Time for an upstream to begin its answer; then 504."),
        Option::seconds("drain_timeout", config.drain_timeout, {1, 3600},
            "Time for running requests to finish when the daemon stops."),
    };
}

std::vector<Option> proxy_options(ProxyConfig& config)
{
    std::vector<Option> options {
        Option::parsed("listen", config.listen, &parse_endpoint, "endpoint", "*:80",
            "Where to accept clients when no socket named http is inherited."),
        Option::number("threads", config.threads, {0, 256}, "Event loops; 0 is one per core."),
        Option::text("users", config.users,
            "File of users and password hashes (htpasswd), read again when it changes; a "
            "relative name lies in the configuration directory."),
        Option::text("groups", config.groups, "File of groups, lines of 'group: user user'."),
        Option::seconds("credential_ttl", config.credential_ttl, {1, 86400},
            "How long a password that was right once is not hashed again."),
    };
    std::ranges::move(log_options(config), std::back_inserter(options));
    std::ranges::move(limit_options(config), std::back_inserter(options));
    return options;
}

/// @return "" when the section is sound
std::string location_mistake(const LocationConfig& location)
{
    const int actions
        = (location.proxy ? 1 : 0) + (location.files.empty() ? 0 : 1) + (location.answer ? 1 : 0);
    if (decode_path(location.name) != location.name)
        return "a prefix starts with '/' and is written as it is decoded";
    if (actions != 1)
        return "exactly one of proxy, files and answer is needed";
    if (!location.files.empty() && !location.files.starts_with('/'))
        return "files must be an absolute path";
    return {};
}

std::vector<Mistake> check(const ProxyConfig& config)
{
    std::vector<Mistake> mistakes;
    for (const auto& location : config.locations)
        if (auto message = location_mistake(location); !message.empty())
            mistakes.push_back(
                {.section = "location " + location.name, .message = std::move(message)});
    return mistakes;
}

}  // namespace

Result<FixedAnswer> parse_fixed_answer(std::string_view text)
{
    FixedAnswer answer;
    const auto [stop, error]
        = std::from_chars(text.data(), text.data() + text.size(), answer.status);
    const bool is_alone = stop == text.data() + text.size();
    if (error != std::errc {} || answer.status < 200 || answer.status > 599
        || (!is_alone && *stop != ' '))
        return fail("'{}' is not a status of 200-599 and a text", text);
    if (!is_alone)
        answer.text.assign(stop + 1, text.data() + text.size());
    return answer;
}

Schema schema(ProxyConfig& config)
{
    return {.sections = {Section::plain("proxy", "How clients are served.", proxy_options(config)),
                Section::named<LocationConfig>("location", "PREFIX",
                    "What serves the paths below a prefix; the longest prefix wins, and a file "
                    "without any location serves /, /app/, /monit/ and /healthcheck.",
                    config.locations, &location_options)},
        .check = [&config] { return check(config); }};
}

std::list<LocationConfig> default_locations()
{
    const auto in_runtime
        = [](std::string_view name) { return parse_endpoint(name).value_or(Endpoint {}); };
    return {
        {.name = "/app/", .proxy = in_runtime("unix:chart-http.sock")},
        {.name = "/monit/", .proxy = in_runtime("unix:portal-http.sock")},
        {.name = "/healthcheck",
            .answer = FixedAnswer {.status = 200, .text = "ok"},
            .auth = LocationAuth::off,
            .log = false},
        {.name = "/", .files = "/usr/share/hive/web/site", .auth = LocationAuth::off},
    };
}

}  // namespace hive
