#include "supervisor/portal/watch_routes.h"

#include <algorithm>
#include <array>

#include "lib/encoding.h"
#include "lib/number.h"
#include "supervisor/portal/page_alerts.h"
#include "supervisor/portal/page_check.h"
#include "supervisor/portal/page_more.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

constexpr std::int64_t events_of_check = 30;
/// Their log lines, up to 8 kB an exit, must fit in one answer of the core.
constexpr std::size_t events_on_page = 50;
constexpr std::int64_t alerts_listed = 200;
constexpr std::array<std::string_view, 3> check_actions {"monitor", "unmonitor", "validate"};

std::optional<std::vector<ServiceEvent>> told_events(const Result<std::vector<Json>>& answer)
{
    return answer ? std::optional {parse_service_events(answer->back())} : std::nullopt;
}

std::optional<EventPage> told_page(const Result<std::vector<Json>>& answer)
{
    auto events = told_events(answer);
    if (!events)
        return std::nullopt;
    // Those of a kind that is not known here count, too.
    const bool has_older = answer->back().value("events", Json::array()).size() > events_on_page;
    events->resize(std::min(events->size(), events_on_page));
    return EventPage {.events = *std::move(events), .has_older = has_older};
}

std::int64_t number_or_zero(std::string_view text)
{
    return number_of<std::int64_t>(text).value_or(0);
}

/// What an action of the inbox asks the core.
struct AlertOrder {
    std::string verb;
    Json arguments;
    std::string target;  // for the audit trail
    bool is_for_admins = false;
};

Result<AlertOrder> alert_order(const HttpRequest& request, const std::string& user)
{
    const std::string action = form_field(request, "action");
    const std::string key = form_field(request, "key");
    if (action == "acknowledge") {
        const auto id = number_or_zero(form_field(request, "id"));
        if (id <= 0)
            return fail("which alert?");
        return AlertOrder {
            "alert-acknowledge", {{"id", id}, {"by", user}}, fmt::format("alert {}", id)};
    }
    if (action == "mute")
        return AlertOrder {"alert-mute",
            {{"key", key},
                {"seconds",
                    std::max<std::int64_t>(1, number_or_zero(form_field(request, "seconds")))},
                {"by", user}},
            key};
    if (action == "unmute")
        return AlertOrder {"alert-unmute", {{"key", key}, {"by", user}}, key};
    if (action == "test") {
        const std::string destination = form_field(request, "destination");
        return AlertOrder {
            "alert-test", {{"destination", destination}, {"by", user}}, destination, true};
    }
    return fail("there is no such action");
}

}  // namespace

void WatchRoutes::show_check(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string name {request.parameter("name").value_or("")};
    if (core_.view().find_check(name) == nullptr)
        return send(responder, message(404, "Not found", "There is no such check."));
    core_.ask("events", {{"service", name}, {"limit", events_of_check}},
        [this, name, viewer, responder = std::move(responder)](
            const Result<std::vector<Json>>& answer) mutable {
            const CheckStatus* check = core_.view().find_check(name);
            if (check == nullptr)
                return send(responder, message(404, "Not found", "The check has just gone."));
            send(responder, page(200, check_page(*check, told_events(answer), source_(), viewer)));
        });
}

void WatchRoutes::act_on_check(
    const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const std::string name {request.parameter("name").value_or("")};
    const std::string action = form_field(request, "action");
    if (!viewer.is_admin)
        return send(
            responder, message(403, "Refused", "Only members of the group admin may do that."));
    if (core_.view().find_check(name) == nullptr)
        return send(responder, message(404, "Not found", "There is no such check."));
    if (std::ranges::find(check_actions, action) == check_actions.end())
        return send(responder, message(400, "Refused", "There is no such action."));
    const auto note = notes_.begin(request, viewer, action, "check", name);
    core_.ask(action, {{"name", name}, {"by", viewer.user}},
        [name, note, responder = std::move(responder)](
            const Result<std::vector<Json>>& answer) mutable {
            note(answer ? "" : answer.error().message());
            send(responder,
                answer ? HttpResponse::see_other(check_target(name))
                       : message(502, "Nothing was done",
                             "The supervisor says: " + answer.error().message() + "."));
        });
}

void WatchRoutes::show_alerts(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const AlertFilter filter {.show
        = request.parameter("show") == "all" ? AlertFilter::Show::all : AlertFilter::Show::open};
    std::string told;
    if (const auto destination = request.parameter("tested"))
        told = fmt::format("The test message to {} was delivered.", *destination);
    core_.ask("alerts", {{"limit", alerts_listed}},
        [this, filter, told, viewer, responder = std::move(responder)](
            const Result<std::vector<Json>>& answer) mutable {
            const auto list
                = answer ? std::optional {parse_alert_list(answer->back())} : std::nullopt;
            send(responder, page(200, alerts_page(filter, list, told, source_(), viewer)));
        });
}

void WatchRoutes::act_on_alerts(
    const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    auto order = alert_order(request, viewer.user);
    if (!order)
        return send(responder, message(400, "Refused", order.error().message() + "."));
    if (!viewer.is_editor || (order->is_for_admins && !viewer.is_admin))
        return send(responder,
            message(403, "Refused",
                order->is_for_admins ? "Only members of the group admin may do that."
                                     : "Only members of the groups editor and admin may do that."));
    const auto note
        = notes_.begin(request, viewer, form_field(request, "action"), "target", order->target);
    const std::string back
        = order->is_for_admins ? "alerts?tested=" + percent_encode(order->target) : "alerts";
    core_.ask(order->verb, std::move(order->arguments),
        [note, back, responder = std::move(responder)](
            const Result<std::vector<Json>>& answer) mutable {
            note(answer ? "" : answer.error().message());
            send(responder,
                answer ? HttpResponse::see_other(back)
                       : message(502, "It did not work",
                             "The supervisor says: " + answer.error().message() + "."));
        });
}

void WatchRoutes::show_timeline(
    const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    EventFilter filter {.service = std::string {request.parameter("service").value_or("")},
        .kind = std::string {request.parameter("kind").value_or("")},
        .before
        = std::max<std::int64_t>(0, number_or_zero(request.parameter("before").value_or("")))};
    if (!parse_event_kind(filter.kind))
        filter.kind.clear();
    // One more than is shown tells whether there are older ones.
    Json wanted {{"limit", events_on_page + 1}, {"before", filter.before}, {"kind", filter.kind}};
    if (!filter.service.empty())
        wanted["service"] = filter.service;
    core_.ask("events", std::move(wanted),
        [this, filter = std::move(filter), viewer, responder = std::move(responder)](
            const Result<std::vector<Json>>& answer) mutable {
            send(responder, page(200, timeline_page(filter, told_page(answer), source_(), viewer)));
        });
}

}  // namespace hive
