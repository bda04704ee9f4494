#include "daemons/proxy/forwarding.h"

#include <fmt/format.h>

#include "daemons/proxy/field_scope.h"
#include "daemons/proxy/request_target.h"
#include "daemons/proxy/spare_memory.h"
#include "daemons/proxy/status.h"
#include "daemons/proxy/trailer.h"
#include "lib/whole_text.h"

namespace hive {

namespace {

/// Room for most heads.
constexpr std::size_t usual_head = 1000;

void append_framing(std::string& out, BodyFraming framing)
{
    switch (framing.kind) {
    case BodyFraming::Kind::length:
        out += "Content-Length: ";
        append_whole(out, framing.length);
        out += "\r\n";
        break;
    case BodyFraming::Kind::chunked: out += "Transfer-Encoding: chunked\r\n"; break;
    case BodyFraming::Kind::none:
    case BodyFraming::Kind::until_close: break;
    }
}

/// Address and scheme (RFC 7239, 4); an IPv6 address stands in brackets and quotes.
void append_forwarded(std::string& out, const Identity& identity)
{
    const bool is_v6 = identity.address.contains(':');
    out += is_v6 ? "Forwarded: for=\"[" : "Forwarded: for=";
    out += identity.address;
    out += is_v6 ? "]\";proto=" : ";proto=";
    out += identity.scheme;
    out += "\r\n";
}

void append_identity(std::string& out, const Identity& identity, std::string_view host)
{
    append_field(out, "X-Forwarded-For", identity.via.empty() ? identity.address : identity.via);
    append_field(out, "X-Forwarded-Proto", identity.scheme);
    append_forwarded(out, identity);
    if (!host.empty())
        append_field(out, "X-Forwarded-Host", host);
    append_field(out, "X-Hive-Address", identity.address);
    if (identity.user.empty())
        return;
    append_field(out, "X-Hive-User", identity.user);
    append_field(out, "X-Hive-Groups", identity.groups);
}

/// What the client said of trailers, as far as it holds for the upstream, too.
void append_trailer_fields(std::string& out, const RequestHead& head)
{
    if (head.upgrade.empty() && takes_trailers(head.fields, head.minor_version))
        out += "TE: trailers\r\nConnection: TE\r\n";
    if (head.body.kind != BodyFraming::Kind::chunked)
        return;
    if (const auto names = announced_trailers(head.fields); !names.empty())
        append_field(out, "Trailer", names);
}

/// One step less to go (RFC 9110, 7.6.2).
void append_forwards_left(std::string& out, const RequestHead& head)
{
    if (head.forwards_left)
        append_field(out, "Max-Forwards", fmt::to_string(*head.forwards_left - 1));
}

void append_upgrade(std::string& out, std::string_view protocol)
{
    append_field(out, "Connection", "upgrade");
    append_field(out, "Upgrade", protocol);
}

void append_connection(std::string& out, const ClientConnection& client)
{
    if (!client.keeps_alive)
        out += "Connection: close\r\n";
    else if (client.minor_version == 0)
        out += "Connection: keep-alive\r\n";
}

/// The length of a body that is not sent (RFC 9110, 8.6); a 204 has none.
std::string_view told_length(const ResponseHead& head)
{
    const bool tells
        = head.body.kind == BodyFraming::Kind::none && head.status >= 200 && head.status != 204;
    return tells ? field_value(head.fields, "content-length") : std::string_view {};
}

}  // namespace

std::string upstream_request(
    const RequestHead& head, const ForwardedAs& as, const Identity& identity)
{
    const NominatedFields nominated {head.fields};
    auto out = spare_text();
    out.reserve(usual_head);
    out += head.method;
    out += ' ';
    out += encode_path(as.path);
    out += head.query;
    out += " HTTP/1.1\r\n";
    append_field(out, "Host", as.host);
    for (const auto& field : head.fields) {
        const bool is_stripped = as.authorization == Authorization::stripped
            && equal_ignoring_case(field.name, "authorization");
        const bool is_void = (!head.expects_continue && equal_ignoring_case(field.name, "expect"))
            || (head.forwards_left && equal_ignoring_case(field.name, "max-forwards"));
        if (!is_stripped && !is_void && !concerns_connection(field.name, nominated)
            && !claims_identity(field.name))
            append_field(out, field.name, field.value);
    }
    append_framing(out, head.body);
    if (!head.upgrade.empty())
        append_upgrade(out, head.upgrade);
    append_trailer_fields(out, head);
    append_forwards_left(out, head);
    append_field(out, "Via", head.minor_version == 0 ? "1.0 hive" : "1.1 hive");
    append_identity(out, identity, head.host);
    out += "\r\n";
    return out;
}

BodyFraming client_framing(const ResponseHead& head, const ClientConnection& client)
{
    const bool is_open_ended = head.body.kind == BodyFraming::Kind::chunked
        || head.body.kind == BodyFraming::Kind::until_close;
    if (!is_open_ended)
        return head.body;
    return {.kind
        = client.minor_version == 0 ? BodyFraming::Kind::until_close : BodyFraming::Kind::chunked};
}

std::string client_response(
    const ResponseHead& head, const ClientConnection& client, std::string_view date)
{
    const NominatedFields nominated {head.fields};
    auto out = spare_text();
    out.reserve(usual_head);
    out += "HTTP/1.1 ";
    append_whole(out, head.status);
    out += ' ';
    out += reason_phrase(head.status);
    out += "\r\n";
    bool has_date = head.status < 200;
    for (const auto& field : head.fields) {
        if (concerns_connection(field.name, nominated))
            continue;
        has_date = has_date || equal_ignoring_case(field.name, "date");
        append_field(out, field.name, field.value);
    }
    if (!has_date)
        append_field(out, "Date", date);
    if (const auto length = told_length(head); !length.empty())
        append_field(out, "Content-Length", length);
    if (head.is_switch()) {
        append_upgrade(out, field_value(head.fields, "upgrade"));
    } else if (!head.is_interim()) {
        out += client.tls_fields;
        const auto framing = client_framing(head, client);
        append_framing(out, framing);
        if (client.takes_trailers && framing.kind == BodyFraming::Kind::chunked)
            if (const auto names = announced_trailers(head.fields); !names.empty())
                append_field(out, "Trailer", names);
        append_connection(out, client);
    }
    out += "\r\n";
    return out;
}

}  // namespace hive
