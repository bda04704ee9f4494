#include "daemons/proxy/location_config.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "daemons/proxy/request_target.h"
#include "lib/number.h"

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

Result<std::optional<Redirect>> parse_target(std::string_view text)
{
    return TRY(parse_redirect(text));
}

std::vector<Option> action_options(LocationConfig& location)
{
    return {
        Option::parsed("proxy", location.proxy, &parse_upstream, "endpoint", "",
            "Relays requests to this HTTP server: unix:NAME (in the runtime directory), "
            "unix:/PATH or ADDRESS:PORT."),
        Option::text("files", location.files,
            "Serves the files of this directory; index.html stands for a directory."),
        Option::parsed("answer", location.answer, &parse_answer, "status text", "",
            "Answers with this status and plain text."),
        Option::text("upstream", location.upstream,
            "Relays requests to the servers of this [upstream NAME] section."),
        Option::parsed("redirect", location.redirect, &parse_target, "[status] address", "",
            "Sends clients to this address: 302, or the status in front of it."),
        Option::text("rewrite", location.rewrite,
            "What stands for the prefix towards the upstream: with /api/, /app/x is /api/x."),
        Option::text("host", location.host,
            "Host field for the upstream; what the client asked for when empty."),
        Option::seconds("response_timeout", location.response_timeout, {0, 86400},
            "Time for the upstream to begin its answer; 0 is that of [proxy]."),
    };
}

std::vector<Option> access_options(LocationConfig& location)
{
    return {
        Option::choice("auth", location.auth,
            {{"basic", LocationAuth::basic}, {"off", LocationAuth::off}},
            "Whether a login of the users file is asked for."),
        Option::flag("strip_authorization", location.strip_authorization,
            "Keeps the client's Authorization field from the upstream."),
        Option::flag("strip_prefix", location.strip_prefix,
            "Cuts the prefix off: /app/x is /x to the upstream, or in the directory."),
        Option::flag("log", location.log, "Whether requests get a line in the access log."),
        Option::list_of("allow", location.allow, &Network::parse, "networks",
            "Addresses and networks of clients that may come; everybody when empty."),
        Option::choice("satisfy", location.satisfy, {{"any", Satisfy::any}, {"all", Satisfy::all}},
            "any: a client in allow needs no login, and one with a login need not be in allow; "
            "all: both are needed."),
        Option::number("requests_per_second", location.requests_per_second, {0, 1000000},
            "Requests of one client address (of one /64 with IPv6) taken in a second; further "
            "ones are answered 429. 0 is no limit."),
        Option::number("request_burst", location.request_burst, {1, 1000000},
            "Requests that may come at once within requests_per_second."),
        Option::bytes("max_body", location.max_body, {0, std::int64_t {1} << 40},
            "Largest request body; 0 is that of [proxy]."),
        Option::flag("plain", location.plain,
            "Serves this location without TLS, too, where redirect_to_tls is on."),
    };
}

}  // namespace

std::vector<Option> location_options(LocationConfig& location)
{
    auto options = action_options(location);
    std::ranges::move(access_options(location), std::back_inserter(options));
    return options;
}

std::string location_mistake(const LocationConfig& location)
{
    const int actions = (location.proxy ? 1 : 0) + (location.upstream.empty() ? 0 : 1)
        + (location.files.empty() ? 0 : 1) + (location.redirect ? 1 : 0)
        + (location.answer ? 1 : 0);
    if (decode_path(location.name) != location.name)
        return "a prefix starts with '/' and is written as it is decoded";
    if (actions != 1)
        return "exactly one of proxy, upstream, files, redirect and answer is needed";
    if (!location.files.empty() && !location.files.starts_with('/'))
        return "files must be an absolute path";
    if (!location.rewrite.empty() && decode_path(location.rewrite) != location.rewrite)
        return "rewrite starts with '/' and is written as it is decoded";
    if (location.host.find_first_of(" \t\r\n") != std::string::npos)
        return "host holds a blank";
    if (location.satisfy == Satisfy::any && location.auth == LocationAuth::off)
        return "satisfy = any is of no use without a login";
    return {};
}

Result<FixedAnswer> parse_fixed_answer(std::string_view text)
{
    const auto blank = std::min(text.find(' '), text.size());
    const auto status = number_within<int>(text.substr(0, blank), 200, 599);
    if (!status)
        return fail("'{}' is not a status of 200-599 and a text", text);
    text.remove_prefix(std::min(blank + 1, text.size()));
    return FixedAnswer {.status = *status, .text = std::string {text}};
}

Result<Redirect> parse_redirect(std::string_view text)
{
    Redirect redirect;
    const auto blank = text.find(' ');
    if (blank != std::string_view::npos) {
        const auto status = number_of<int>(text.substr(0, blank));
        if (!status)
            return fail("'{}' is not a status and an address", text);
        redirect.status = *status;
        text.remove_prefix(blank + 1);
    }
    constexpr std::array statuses {301, 302, 303, 307, 308};
    if (std::ranges::find(statuses, redirect.status) == statuses.end())
        return fail("{} is not a status of a redirect", redirect.status);
    const bool is_address
        = text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://");
    const bool is_plain
        = std::ranges::all_of(text, [](char byte) { return byte > ' ' && byte < 0x7f; });
    if (!is_address || !is_plain)
        return fail("'{}' is neither a path nor an http address", text);
    redirect.target = text;
    return redirect;
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
            .log = false,
            .plain = true},
        {.name = "/", .files = "/usr/share/hive/web/site", .auth = LocationAuth::off},
    };
}

}  // namespace hive
