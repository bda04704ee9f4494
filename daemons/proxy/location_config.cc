#include "daemons/proxy/location_config.h"

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

}  // namespace

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
        Option::flag("plain", location.plain,
            "Serves this location without TLS, too, where redirect_to_tls is on."),
    };
}

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
