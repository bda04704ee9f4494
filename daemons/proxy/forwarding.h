// daemons/proxy/forwarding.h - heads as they are sent on: regenerated from their parts. Pure.
//
// Nothing is copied as bytes: a head is written anew from checked fields, without those
// that concern one connection only (RFC 9110, 7.6.1) and, towards an upstream, without
// those a client could use to claim an identity.
#pragma once

#include <string>
#include <string_view>

#include "daemons/proxy/request_head.h"
#include "daemons/proxy/response_head.h"

namespace hive {

/// Who asks, as upstreams are told.
struct Identity {
    std::string_view address;  // "192.0.2.7"
    std::string_view scheme = "http";
    std::string_view via;  // trusted X-Forwarded-For that came with the request, "" for none
    std::string_view user;  // "" when no login was asked for
    std::string_view groups;  // "admin,editor"
};

enum class Authorization { kept, stripped };

/// The head of a request for an upstream, always HTTP/1.1.
struct ForwardedAs {
    std::string_view path;  // decoded, as the upstream knows it
    std::string_view host;  // of its Host field
    Authorization authorization = Authorization::stripped;
};
[[nodiscard]] std::string upstream_request(
    const RequestHead& head, const ForwardedAs& as, const Identity& identity);

/// How a response goes to a client.
struct ClientConnection {
    int minor_version = 1;
    bool keeps_alive = true;
    bool takes_trailers = false;
    std::string_view tls_fields;  // whole lines for each final answer by TLS
};
/// What the body of a response becomes towards that client.
/// @return until_close only when the client cannot take chunks
[[nodiscard]] BodyFraming client_framing(const ResponseHead& head, const ClientConnection& client);

/// The head of an upstream's answer for the client.
/// @param date for a Date field when the upstream gave none
[[nodiscard]] std::string client_response(
    const ResponseHead& head, const ClientConnection& client, std::string_view date);

}  // namespace hive
