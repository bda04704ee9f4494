#include "supervisor/portal/reply.h"

#include <utility>

#include "lib/encoding.h"
#include "lib/log.h"
#include "supervisor/portal/monit_request.h"
#include "supervisor/portal/monit_text.h"
#include "supervisor/portal/page.h"
#include "supervisor/portal/page_sign_in.h"

namespace hive {
namespace {

/// No scripts or styles but our own files, no frames around us.
HttpResponse guarded(HttpResponse response)
{
    return std::move(response)
        .with("Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
            "object-src 'none'")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "same-origin");
}

/// The request's own address, relative, to come back to after the sign-in.
std::string own_target(const HttpRequest& request)
{
    std::string target = request.path.substr(1);
    for (const auto& [name, value] : request.query)
        target += fmt::format("{}{}={}", target.contains('?') ? '&' : '?', percent_encode(name),
            percent_encode(value));
    return request.method == "GET" && is_own_target(target) ? target : "";
}

}  // namespace

HttpResponse page(int status, std::string document)
{
    return HttpResponse::html(status, std::move(document)).with("Cache-Control", "no-store");
}

HttpResponse message(int status, std::string_view title, std::string_view why)
{
    return page(status, message_page(title, why));
}

std::string form_field(const HttpRequest& request, std::string_view name)
{
    for (auto& [key, value] : parse_form(request.body))
        if (key == name)
            return value;
    return {};
}

std::string client_field(const HttpRequest& request)
{
    return request.is_local ? log::field("client", request.header("X-Hive-Address"))
                            : fmt::format("client={}", request.client.text());
}

void send(Responder& responder, HttpResponse response)
{
    responder.send(guarded(std::move(response)));
}

namespace {

/// As monit's command line prints it.
HttpResponse monit_answer(const Denied& denied)
{
    if (denied.reason == Denied::Reason::locked)
        return HttpResponse::html(429,
            monit_refusal(429, "Too Many Requests",
                fmt::format("Too many wrong passwords; wait {} s", denied.wait.count())))
            .with("Retry-After", fmt::format("{}", denied.wait.count()));
    return HttpResponse::html(
        401, monit_refusal(401, "Unauthorized", "Wrong name or password, or none"))
        .with("WWW-Authenticate", R"(Basic realm="Hive", charset="UTF-8")");
}

}  // namespace

void refuse(const HttpRequest& request, const Denied& denied, Responder responder)
{
    if (is_monit_path(request.path) && !request.is_local && denied.reason != Denied::Reason::busy)
        return send(responder, monit_answer(denied));
    const bool is_page
        = !request.path.starts_with("/api/") && request.header("Authorization").empty();
    switch (denied.reason) {
    case Denied::Reason::busy:
        return send(responder, HttpResponse::text(503, "too many sign in at this moment\n"));
    case Denied::Reason::locked:
        return send(responder,
            HttpResponse::text(429, "too many wrong passwords\n")
                .with("Retry-After", fmt::format("{}", denied.wait.count())));
    case Denied::Reason::wrong_password:
    case Denied::Reason::unknown: break;
    }
    if (request.is_local)
        return send(responder, message(403, "Refused", "The proxy did not say who you are."));
    // Not 401: a browser would open its own password window over a page whose session is over.
    if (request.path == "/events")
        return send(responder, HttpResponse::text(403, "sign in first\n"));
    if (is_page)
        return send(responder,
            HttpResponse::see_other("sign-in?next=" + percent_encode(own_target(request))));
    send(responder,
        HttpResponse::text(401, "sign in first\n")
            .with("WWW-Authenticate", R"(Basic realm="Hive", charset="UTF-8")"));
}

}  // namespace hive
