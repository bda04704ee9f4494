#include "supervisor/portal/monit_routes.h"

#include "lib/encoding.h"
#include "lib/json.h"
#include "supervisor/portal/monit_text.h"
#include "supervisor/portal/monit_xml.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

/// The version whose protocol this is.
constexpr std::string_view protocol = "5.33.0";
constexpr std::size_t id_length = 32;

std::vector<std::pair<std::string, std::string>> fields_of(const HttpRequest& request)
{
    auto fields = request.query;
    for (auto& field : parse_form(request.body))
        fields.push_back(std::move(field));
    return fields;
}

/// Answers to POST have this status and no body of a redirect: the command line expects it.
HttpResponse answer_of(const HttpRequest& request, std::string_view type, std::string text)
{
    HttpResponse response;
    response.status = request.method == "POST" ? 302 : 200;
    response.headers = {{"Content-Type", std::string {type}}, {"Cache-Control", "no-store"}};
    if (request.method == "POST")
        response.headers.emplace_back("Location", request.path);
    response.body = std::move(text);
    return response;
}

HttpResponse refusal(int status, std::string_view title, std::string_view why)
{
    return HttpResponse::html(status, monit_refusal(status, title, why));
}

MonitServer server_of(const HttpRequest& request, const PageSource& source)
{
    MonitServer server = this_machine();
    server.host = source.core.host();
    server.id = to_hex(source.core.host()).substr(0, id_length);
    server.id.resize(id_length, '0');
    server.version = protocol;
    server.started = source.core.started();
    server.now = source.now;
    const auto host = request.header("Host");
    const auto colon = host.rfind(':');
    server.address = host.substr(0, colon);
    for (const char c : colon == std::string_view::npos ? "" : host.substr(colon + 1))
        server.port = c >= '0' && c <= '9' && server.port < 6554 ? server.port * 10 + (c - '0') : 0;
    return server;
}

std::string text_of(const HttpRequest& request, const MonitRequest& wanted,
    std::span<const MonitService> services, const PageSource& source)
{
    const MonitHead head {
        .version = std::string {protocol}, .uptime = source.now - source.core.started()};
    switch (wanted.ask) {
    case MonitRequest::Ask::status:
        return wanted.format == MonitRequest::Format::xml
            ? monit_xml(server_of(request, source), services)
            : monit_status(head, services);
    case MonitRequest::Ask::summary: return monit_summary(head, services);
    case MonitRequest::Ask::report: return monit_report(services, wanted.type);
    case MonitRequest::Ask::action: return "";
    }
    std::unreachable();
}

}  // namespace

struct MonitRoutes::Orders {
    std::string action;
    std::string by;
    std::vector<std::pair<std::string, AuditNotes::Outcome>> names;  // still to do, last first
    HttpRequest request;
    Responder responder;
    std::string trouble {};
};

void MonitRoutes::answer(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    const auto wanted = parse_monit_request(request.path, fields_of(request));
    if (!wanted)
        return send(responder, refusal(400, "Bad Request", wanted.error().message()));
    if (wanted->ask == MonitRequest::Ask::action)
        return act(request, *wanted, viewer, std::move(responder));
    tell(request, *wanted, std::move(responder));
}

void MonitRoutes::tell(
    const HttpRequest& request, const MonitRequest& wanted, Responder responder) const
{
    const PageSource source = source_();
    const auto services = chosen(monit_services(source.core, source.now), wanted);
    if (!services)
        return send(responder, refusal(400, "Bad Request", services.error().message()));
    const bool is_xml = wanted.format == MonitRequest::Format::xml;
    send(responder,
        answer_of(request, is_xml ? "text/xml" : "text/plain; charset=utf-8",
            text_of(request, wanted, *services, source)));
}

void MonitRoutes::act(const HttpRequest& request, const MonitRequest& wanted, const Viewer& viewer,
    Responder responder)
{
    if (request.method != "POST")
        return send(responder, refusal(404, "Not Found", "Actions are posted"));
    if (!viewer.is_admin)
        return send(
            responder, refusal(403, "Forbidden", "Only members of the group admin may do that"));
    const PageSource source = source_();
    const auto services = chosen(monit_services(source.core, source.now), wanted);
    if (!services)
        return send(responder, refusal(400, "Bad Request", services.error().message()));
    std::unique_ptr<Orders> orders {new Orders {.action = wanted.action,
        .by = viewer.user,
        .request = request,
        .responder = std::move(responder)}};
    for (const MonitService& one : *services)
        orders->names.insert(orders->names.begin(),
            {one.name, notes_.begin(request, viewer, wanted.action, "service", one.name)});
    act_next(std::move(orders));
}

void MonitRoutes::act_next(std::unique_ptr<Orders> orders)
{
    if (orders->names.empty()) {
        HttpResponse response = orders->trouble.empty()
            ? answer_of(orders->request, "text/plain; charset=utf-8", "")
            : refusal(400, "Bad Request", orders->trouble);
        return send(orders->responder, std::move(response));
    }
    auto [name, note] = std::move(orders->names.back());
    orders->names.pop_back();
    const std::string action = orders->action;
    Json order {{"name", name}, {"by", orders->by}};
    core_.ask(action, std::move(order),
        [this, note = std::move(note), orders = std::move(orders)](
            Result<std::vector<Json>> answer) mutable {
            note(answer ? "" : answer.error().message());
            if (!answer)
                orders->trouble = answer.error().message();
            act_next(std::move(orders));
        });
}

}  // namespace hive
