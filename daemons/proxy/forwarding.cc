#include "daemons/proxy/forwarding.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "daemons/proxy/request_target.h"
#include "daemons/proxy/status.h"

namespace hive {

namespace {

using Names = std::vector<std::string_view>;

/// Fields of one connection; Content-Length is written anew from the framing.
constexpr std::array<std::string_view, 11> connection_fields {"connection", "content-length",
    "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade"};
constexpr std::array<std::string_view, 4> identity_fields {
    "forwarded", "host", "proxy", "x-real-ip"};
constexpr std::array<std::string_view, 2> identity_prefixes {"x-hive-", "x-forwarded-"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::any_of(
        names, [&](std::string_view one) { return equal_ignoring_case(name, one); });
}

/// X_Hive_User and X-Hive-User are the same to an upstream that makes variables of them.
std::string with_dashes(std::string_view name)
{
    std::string out {name};
    std::ranges::replace(out, '_', '-');
    return out;
}

bool claims_identity(std::string_view name)
{
    if (name.contains('_'))
        return claims_identity(with_dashes(name));
    return is_one_of(name, identity_fields)
        || std::ranges::any_of(identity_prefixes, [&](std::string_view prefix) {
               return equal_ignoring_case(name.substr(0, prefix.size()), prefix);
           });
}

/// The fields that Connection names as belonging to this connection only.
Names nominated_fields(const Fields& fields)
{
    Names names;
    for (const auto& field : fields) {
        if (!equal_ignoring_case(field.name, "connection"))
            continue;
        for (auto list = field.value; !list.empty();) {
            const auto word = next_list_word(list);
            if (!equal_ignoring_case(word, "close") && !equal_ignoring_case(word, "keep-alive"))
                names.push_back(word);
        }
    }
    return names;
}

bool concerns_connection(std::string_view name, const Names& nominated)
{
    return is_one_of(name, connection_fields) || is_one_of(name, nominated);
}

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void append_framing(std::string& out, BodyFraming framing)
{
    switch (framing.kind) {
    case BodyFraming::Kind::length:
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", framing.length);
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
    append_field(out, "Via", "1.1 hive");
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
    const auto nominated = nominated_fields(head.fields);
    std::string out;
    out.reserve(1024);
    out += head.method;
    out += ' ';
    out += encode_path(as.path);
    out += head.query;
    out += " HTTP/1.1\r\n";
    append_field(out, "Host", as.host);
    for (const auto& field : head.fields) {
        const bool is_stripped = as.authorization == Authorization::stripped
            && equal_ignoring_case(field.name, "authorization");
        const bool is_void = !head.expects_continue && equal_ignoring_case(field.name, "expect");
        if (!is_stripped && !is_void && !concerns_connection(field.name, nominated)
            && !claims_identity(field.name))
            append_field(out, field.name, field.value);
    }
    append_framing(out, head.body);
    if (!head.upgrade.empty())
        append_upgrade(out, head.upgrade);
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
    const auto nominated = nominated_fields(head.fields);
    std::string out;
    out.reserve(512);
    fmt::format_to(
        std::back_inserter(out), "HTTP/1.1 {} {}\r\n", head.status, reason_phrase(head.status));
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
        append_framing(out, client_framing(head, client));
        append_connection(out, client);
    }
    out += "\r\n";
    return out;
}

}  // namespace hive
