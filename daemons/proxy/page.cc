#include "daemons/proxy/page.h"

#include <iterator>

#include <fmt/format.h>

#include "daemons/proxy/request_target.h"
#include "daemons/proxy/status.h"
#include "lib/encoding.h"

namespace hive {

namespace {

constexpr std::string_view security_fields
    = "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: same-origin\r\n";

}  // namespace

OwnAnswer error_page(int status, std::string_view reason)
{
    const auto phrase = reason_phrase(status);
    return {.status = status,
        .body = fmt::format("<!doctype html>\n<html lang=\"en\">\n"
                            "<meta charset=\"utf-8\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width\">\n"
                            "<meta name=\"color-scheme\" content=\"light dark\">\n"
                            "<title>{0} {1}</title>\n<h1>{0} {1}</h1>\n<p>{2}.</p>\n</html>\n",
            status, phrase, html_escape(reason))};
}

OwnAnswer redirect(std::string_view path, std::string_view query)
{
    return error_page(301, "This page is at the address with a slash behind it")
        .with("Location", encode_path(path) + std::string {query});
}

OwnAnswer redirect_to_tls(const RequestHead& head, std::uint16_t port)
{
    constexpr std::uint16_t usual_port = 443;
    // An IPv6 address has colons of its own, within brackets.
    const auto host_end = head.host.find(':', head.host.find(']') + 1);
    auto location = fmt::format("https://{}", head.host.substr(0, host_end));
    if (port != usual_port)
        location += fmt::format(":{}", port);
    const bool is_read = head.method == "GET" || head.is_head();
    return error_page(is_read ? 301 : 308, "This page is served by TLS")
        .with("Location", location + encode_path(head.path) + std::string {head.query});
}

OwnAnswer methods_served()
{
    return OwnAnswer {.status = 204}.with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

OwnAnswer plain_text(int status, std::string text)
{
    return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

std::string own_head(const OwnAnswer& answer, std::uint64_t length, const ClientConnection& client,
    std::string_view date)
{
    std::string out = fmt::format(
        "HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status, reason_phrase(answer.status), date);
    if (answer.status != 304 && answer.status != 204)
        fmt::format_to(std::back_inserter(out), "Content-Type: {}\r\nContent-Length: {}\r\n",
            answer.content_type, length);
    out += security_fields;
    out += client.tls_fields;
    for (const auto& [name, value] : answer.fields)
        fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
    if (!client.keeps_alive)
        out += "Connection: close\r\n";
    else if (client.minor_version == 0)
        out += "Connection: keep-alive\r\n";
    out += "\r\n";
    return out;
}

}  // namespace hive
