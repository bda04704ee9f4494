#include "supervisor/portal/routes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/encoding.h"
#include "lib/json.h"
#include "lib/paths.h"
#include "supervisor/portal/page_dependencies.h"
#include "supervisor/portal/page_log.h"
#include "supervisor/portal/page_sign_in.h"
#include "supervisor/portal/reply.h"
#include "supervisor/portal/same_origin.h"

namespace hive {
namespace {

constexpr std::int64_t events_shown = 30;
constexpr std::int64_t lines_shown = 50;
constexpr std::int64_t lines_searched = 500;
constexpr std::array<std::string_view, 5> actions {
    "start", "stop", "restart", "monitor", "unmonitor"};

std::string cookie_attributes(const HttpRequest& request)
{
    return request.is_tls ? "Path=/; HttpOnly; SameSite=Strict; Secure"
                          : "Path=/; HttpOnly; SameSite=Strict";
}

std::string session_cookie(std::string_view value, std::string_view attributes)
{
    return fmt::format("{}={}; {}", SignIn::cookie_name, value, attributes);
}

/// The lines {"service","text"} of the verb `logs`.
std::vector<LoggedLine> logged_lines(const std::vector<Json>& answer)
{
    std::vector<LoggedLine> lines;
    for (const Json& line : answer)
        if (line.contains("text"))
            lines.push_back({.service = text_at(line, "service"), .text = text_at(line, "text")});
    return lines;
}

std::vector<std::string> texts(std::vector<LoggedLine> lines)
{
    std::vector<std::string> all;
    all.reserve(lines.size());
    for (LoggedLine& line : lines)
        all.push_back(std::move(line.text));
    return all;
}

}  // namespace

Routes::Routes(EventLoop& loop, const PortalConfig& config, SignIn& sign_in, CoreLink& core,
    ControlQuestions& ban, Live& live, const Assets& assets, Source source)
    : sign_in_ {sign_in}, core_ {core}, live_ {live}, assets_ {assets}, source_ {std::move(source)},
      notes_ {state_path("portal/portal.db")}, bans_ {ban, notes_, source_},
      watch_ {core, notes_, source_}, paper_ {config.pages, notes_, source_},
      metrics_ {loop, config.metrics_token, source_}, api_ {core, source_},
      monit_ {core, notes_, source_}
{
}

void Routes::answer(const HttpRequest& request, Responder responder)
{
    const bool is_get = request.method == "GET";
    if (!is_get && request.method != "POST")
        return send(
            responder, HttpResponse::text(405, "only GET and POST\n").with("Allow", "GET, POST"));
    if (!is_get && !is_same_origin(request))
        return send(responder, message(403, "Refused", "The request came from another site."));
    if (answer_anyone(request, responder))
        return;
    sign_in_.identify(request,
        [this, request, responder = std::move(responder)](SignIn::Identity identity) mutable {
            if (identity)
                answer_viewer(request, *identity, std::move(responder));
            else
                refuse(request, identity.error(), std::move(responder));
        });
}

/// What needs no viewer. @return false when it was nothing of that: nothing was sent then
bool Routes::answer_anyone(const HttpRequest& request, Responder& responder)
{
    const bool is_get = request.method == "GET";
    const std::string name = request.path.substr(1);
    if (is_get && name == "_ping")
        send(responder, HttpResponse::text(200, "pong\n"));
    else if (is_get && assets_.contains(name))
        send(responder, assets_.answer(name, request));
    else if (is_get && name == "metrics" && MetricsRoutes::has_token(request))
        metrics_.answer_token(request, std::move(responder));
    else if (name == "sign-in" && !request.is_local)
        is_get ? show_sign_in(request, std::move(responder))
               : sign_in(request, std::move(responder));
    else
        return false;
    return true;
}

void Routes::answer_viewer(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    bans_.note_session(request, viewer);
    if (is_monit_path(request.path) && (request.method == "GET" || is_monit_client(request)))
        return monit_.answer(request, viewer, std::move(responder));
    if (request.method == "GET")
        return get(request, viewer, std::move(responder));
    if (!equal_in_constant_time(form_field(request, "csrf"), viewer.token))
        return send(responder,
            message(403, "Refused", "The page was too old, or not ours. Load it again."));
    post(request, viewer, std::move(responder));
}

void Routes::get(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string_view path = request.path;
    if (path == "/")
        return send(responder, page(200, overview_.page(source_(), viewer)));
    if (path == "/service")
        return show_service(request, viewer, std::move(responder));
    if (path == "/dependencies")
        return send(responder, page(200, dependencies_page(source_(), viewer)));
    if (path == "/log")
        return show_log(request, viewer, std::move(responder));
    if (path == "/bans")
        return bans_.show(request, viewer, std::move(responder));
    if (path == "/events")
        return stream(request, std::move(responder));
    if (path == "/check")
        return watch_.show_check(request, viewer, std::move(responder));
    if (path == "/alerts")
        return watch_.show_alerts(request, viewer, std::move(responder));
    if (path == "/timeline")
        return watch_.show_timeline(request, viewer, std::move(responder));
    get_paper(request, viewer, std::move(responder));
}

/// What is read, not watched, and what programs ask for.
void Routes::get_paper(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string_view path = request.path;
    if (path == "/more")
        return paper_.show_more(viewer, std::move(responder));
    if (path == "/help")
        return paper_.show_manual(request, viewer, std::move(responder));
    if (path == "/audit")
        return paper_.show_audit(viewer, std::move(responder));
    if (path == "/configuration")
        return paper_.show_configuration(viewer, std::move(responder));
    if (path == "/metrics")
        return metrics_.answer(std::move(responder));
    if (ApiRoutes::serves(path))
        return api_.answer(request, viewer, std::move(responder));
    if (path == "/sign-in")
        return send(responder, HttpResponse::see_other("./"));
    send(responder, message(404, "Not found", "There is no such page."));
}

void Routes::post(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    if (request.path == "/service")
        return act(request, viewer, std::move(responder));
    if (request.path == "/check")
        return watch_.act_on_check(request, viewer, std::move(responder));
    if (request.path == "/alerts")
        return watch_.act_on_alerts(request, viewer, std::move(responder));
    if (request.path == "/bans")
        return bans_.act(request, viewer, std::move(responder));
    if (request.path == "/sign-out")
        return sign_out(request, std::move(responder));
    send(responder, message(404, "Not found", "There is nothing to do here."));
}

void Routes::show_service(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string name {request.parameter("name").value_or("")};
    if (core_.view().find(name) == nullptr)
        return send(responder, message(404, "Not found", "There is no such service."));
    const auto span = request.parameter("span") == "day" ? HistorySpan::day : HistorySpan::hour;
    core_.ask("events", {{"service", name}, {"limit", events_shown}},
        [this, name, span, viewer, responder = std::move(responder)](
            Result<std::vector<Json>> answer) mutable {
            ServiceRecord record {.span = span};
            if (answer)
                record.events = parse_service_events(answer->back());
            show_service(name, viewer, std::move(record), std::move(responder));
        });
}

void Routes::show_service(
    const std::string& name, const Viewer& viewer, ServiceRecord record, Responder responder)
{
    core_.ask("logs", {{"service", name}, {"lines", lines_shown}},
        [this, name, viewer, record = std::move(record), responder = std::move(responder)](
            Result<std::vector<Json>> answer) mutable {
            if (answer)
                record.log = texts(logged_lines(*answer));
            const ServiceStatus* service = core_.view().find(name);
            if (service == nullptr)
                return send(responder, message(404, "Not found", "The service has just gone."));
            send(responder, page(200, service_page(*service, record, source_(), viewer)));
        });
}

void Routes::show_log(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    LogFilter filter {.service = std::string {request.parameter("service").value_or("")},
        .text = std::string {request.parameter("text").value_or("")}};
    Json wanted {{"lines", lines_searched}};
    if (!filter.service.empty())
        wanted["service"] = filter.service;
    core_.ask("logs", std::move(wanted),
        [this, filter = std::move(filter), viewer, responder = std::move(responder)](
            Result<std::vector<Json>> answer) mutable {
            const auto lines = answer ? std::optional {logged_lines(*answer)} : std::nullopt;
            send(responder, page(200, log_page(filter, lines, source_(), viewer)));
        });
}

void Routes::stream(const HttpRequest& request, Responder responder)
{
    const std::string service {request.parameter("service").value_or("")};
    if (!service.empty() && core_.view().find(service) == nullptr
        && core_.view().find_check(service) == nullptr)
        return send(responder, HttpResponse::text(404, "no such service\n"));
    live_.serve(service, std::move(responder));
}

void Routes::show_sign_in(const HttpRequest& request, Responder responder) const
{
    const auto next = request.parameter("next").value_or("");
    send(responder,
        page(
            200, sign_in_page(core_.view().host(), is_own_target(next) ? next : "", std::nullopt)));
}

void Routes::sign_in(const HttpRequest& request, Responder responder)
{
    const Credentials credentials {
        .user = form_field(request, "user"), .password = form_field(request, "password")};
    const std::string asked = form_field(request, "next");
    const std::string next = is_own_target(asked) ? asked : "";
    if (!is_plausible(credentials))
        return send(responder, message(400, "Refused", "That is no name and password."));
    sign_in_.close_session(request);
    sign_in_.open_session(credentials, request.client,
        [this, next, attributes = cookie_attributes(request), responder = std::move(responder)](
            SignIn::Opened id) mutable {
            if (id)
                return send(responder,
                    HttpResponse::see_other(next.empty() ? "./" : next)
                        .with("Set-Cookie", session_cookie(*id, attributes)));
            const Denied& denied = id.error();
            auto answer = page(403, sign_in_page(core_.view().host(), next, denied));
            if (denied.reason == Denied::Reason::locked) {
                answer.status = 429;
                answer.headers.emplace_back("Retry-After", fmt::format("{}", denied.wait.count()));
            }
            send(responder, std::move(answer));
        });
}

void Routes::sign_out(const HttpRequest& request, Responder responder)
{
    sign_in_.close_session(request);
    live_.end_all();
    send(responder,
        HttpResponse::see_other("sign-in").with(
            "Set-Cookie", session_cookie("", cookie_attributes(request) + "; Max-Age=0")));
}

void Routes::act(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string name {request.parameter("name").value_or("")};
    const std::string action = form_field(request, "action");
    if (!viewer.is_admin)
        return send(
            responder, message(403, "Refused", "Only members of the group admin may do that."));
    if (core_.view().find(name) == nullptr)
        return send(responder, message(404, "Not found", "There is no such service."));
    if (std::ranges::find(actions, action) == actions.end())
        return send(responder, message(400, "Refused", "There is no such action."));
    const auto note = notes_.begin(request, viewer, action, "service", name);
    const std::string back = form_field(request, "back") == "service" ? service_target(name) : "./";
    core_.ask(action, {{"name", name}, {"by", viewer.user}},
        [back, note, responder = std::move(responder)](Result<std::vector<Json>> answer) mutable {
            note(answer ? "" : answer.error().message());
            if (answer)
                return send(responder, HttpResponse::see_other(back));
            send(responder,
                message(502, "Nothing was done",
                    "The supervisor says: " + answer.error().message() + "."));
        });
}

}  // namespace hive
