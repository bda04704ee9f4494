#include "supervisor/portal/api_routes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "lib/json.h"
#include "lib/number.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

/// Their log lines, up to 8 kB an exit, must fit in one answer of the core.
constexpr std::int64_t most_events = 50;
constexpr std::int64_t most_lines = 1000;
constexpr std::int64_t most_alerts = 200;
constexpr std::array<std::string_view, 5> paths {
    "/api/status", "/api/events", "/api/alerts", "/api/log", "/api/history"};

void send_json(Responder& responder, int status, const Json& object)
{
    send(responder,
        HttpResponse::json(status, to_text(object) + "\n").with("Cache-Control", "no-store"));
}

void send_error(Responder& responder, int status, std::string_view why)
{
    send_json(responder, status, {{"error", why}});
}

struct Range {
    std::int64_t least;
    std::int64_t most;
};

/// @return an error for a parameter that is no number in the range
Result<std::int64_t> parameter_number(
    const HttpRequest& request, std::string_view name, Range range, std::int64_t fallback)
{
    const auto text = request.parameter(name);
    if (!text)
        return fallback;
    const auto value = number_within<std::int64_t>(*text, range.least, range.most);
    if (!value)
        return fail("{} is a number from {} to {}", name, range.least, range.most);
    return *value;
}

/// What the core is asked for; "service" only where one is named.
Result<Json> event_query(const HttpRequest& request)
{
    constexpr Range ids {0, std::int64_t {1} << 53};
    Json query {{"limit", TRY(parameter_number(request, "limit", {1, most_events}, most_events))},
        {"before", TRY(parameter_number(request, "before", ids, 0))}};
    if (const auto kind = request.parameter("kind").value_or(""); !kind.empty()) {
        if (!parse_event_kind(kind))
            return fail("there is no kind '{}'", kind);
        query["kind"] = kind;
    }
    if (const auto service = request.parameter("service").value_or(""); !service.empty())
        query["service"] = service;
    return query;
}

Json rounded(const std::vector<float>& values)
{
    Json list = Json::array();
    for (const float value : values)
        list.push_back(std::round(static_cast<double>(value) * 100) / 100);  // none is null
    return list;
}

Json figures_of(const std::string& service, HistorySpan span, const History& history)
{
    const auto of
        = [&](Measure measure) { return rounded(history.values(service, measure, span)); };
    const std::chrono::seconds period
        = span == HistorySpan::hour ? History::period : History::day_period;
    return {{"service", service}, {"period_seconds", period.count()},
        {"cpu_percent", of(Measure::processor)}, {"memory_mb", of(Measure::memory)},
        {"descriptors", of(Measure::descriptors)}, {"probe_ms", of(Measure::probe)}};
}

}  // namespace

bool ApiRoutes::serves(std::string_view path)
{
    return std::ranges::find(paths, path) != paths.end();
}

void ApiRoutes::answer(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string_view path = request.path;
    if (path == "/api/events")
        show_events(request, std::move(responder));
    else if (path == "/api/alerts")
        show_alerts(std::move(responder));
    else if (path == "/api/log")
        show_log(request, std::move(responder));
    else if (path == "/api/history")
        show_history(request, std::move(responder));
    else
        show_status(viewer, std::move(responder));
}

void ApiRoutes::show_status(const Viewer& viewer, Responder responder) const
{
    const PageSource source = source_();
    Json services = Json::array();
    for (const ServiceStatus& service : source.core.services())
        services.push_back(service_json(service));
    Json checks = Json::array();
    for (const CheckStatus& check : source.core.checks())
        checks.push_back(check_json(check));
    send_json(responder, 200,
        {{"reachable", source.is_reachable}, {"host", source.core.host()},
            {"version", source.core.version()}, {"started", epoch_seconds(source.core.started())},
            {"user", viewer.user}, {"admin", viewer.is_admin}, {"csrf", viewer.token},
            {"services", std::move(services)}, {"checks", std::move(checks)},
            {"open_alerts", source.core.open_alerts()}});
}

void ApiRoutes::show_events(const HttpRequest& request, Responder responder)
{
    auto query = event_query(request);
    if (!query)
        return send_error(responder, 400, query.error().message());
    const auto name = text_at(*query, "service");
    if (!name.empty() && core_.view().find(name) == nullptr
        && core_.view().find_check(name) == nullptr)
        return send_error(responder, 404, fmt::format("there is no service or check '{}'", name));
    core_.ask("events", std::move(*query),
        [responder = std::move(responder)](const Result<std::vector<Json>>& answer) mutable {
            if (!answer)
                return send_error(responder, 502, answer.error().message());
            send_json(responder, 200, {{"events", answer->back().value("events", Json::array())}});
        });
}

void ApiRoutes::show_alerts(Responder responder)
{
    core_.ask("alerts", {{"limit", most_alerts}},
        [responder = std::move(responder)](const Result<std::vector<Json>>& answer) mutable {
            if (!answer)
                return send_error(responder, 502, answer.error().message());
            Json told = answer->back();
            told.erase("done");
            send_json(responder, 200, told);
        });
}

void ApiRoutes::show_log(const HttpRequest& request, Responder responder)
{
    constexpr std::int64_t usual_lines = 100;
    const auto lines = parameter_number(request, "lines", {1, most_lines}, usual_lines);
    if (!lines)
        return send_error(responder, 400, lines.error().message());
    Json query {{"lines", *lines}};
    if (const std::string name {request.parameter("service").value_or("")}; !name.empty()) {
        if (core_.view().find(name) == nullptr)
            return send_error(responder, 404, fmt::format("there is no service '{}'", name));
        query["service"] = name;
    }
    core_.ask("logs", std::move(query),
        [responder = std::move(responder)](const Result<std::vector<Json>>& answer) mutable {
            if (!answer)
                return send_error(responder, 502, answer.error().message());
            Json told = Json::array();
            for (const Json& line : *answer)
                if (line.contains("text"))  // the last one only ends them
                    told.push_back(line);
            send_json(responder, 200, {{"lines", std::move(told)}});
        });
}

void ApiRoutes::show_history(const HttpRequest& request, Responder responder) const
{
    const std::string name {request.parameter("service").value_or("")};
    const auto span = request.parameter("span").value_or("hour");
    if (core_.view().find(name) == nullptr)
        return send_error(responder, 404, fmt::format("there is no service '{}'", name));
    if (span != "hour" && span != "day")
        return send_error(responder, 400, "span is hour or day");
    send_json(responder, 200,
        figures_of(name, span == "day" ? HistorySpan::day : HistorySpan::hour, source_().history));
}

}  // namespace hive
