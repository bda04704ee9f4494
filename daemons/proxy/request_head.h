// daemons/proxy/request_head.h - bytes -> a request head that is safe to act on. Pure; fuzzed.
//
// Strict where recipients differ (RFC 9112, 11.2): whatever two HTTP implementations
// could read in two ways is refused here and reaches no upstream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemons/proxy/body_framing.h"
#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/refusal.h"

namespace hive {

/// Views point into the bytes it was parsed from.
struct RequestHead {
    std::string_view line;  // "GET /app/?a=1 HTTP/1.1"
    std::string_view method;  // "GET"
    std::string path;  // decoded and normalised, see request_target.h; "*" of OPTIONS alone
    std::string_view query;  // with its '?', or ""
    std::string_view host;  // of the target or the Host field; "" only in HTTP/1.0 or when sent so
    int minor_version = 1;  // of HTTP/1.x
    Fields fields;
    BodyFraming body;
    bool keeps_alive = true;
    bool expects_continue = false;
    std::optional<std::uint64_t> forwards_left;  // Max-Forwards of OPTIONS
    std::string_view upgrade;  // the one protocol the client asks to change to, "" for none

    [[nodiscard]] bool is_head() const { return method == "HEAD"; }
    /// Whether the question is for this server itself (RFC 9110, 7.6.2 and 9.3.7).
    [[nodiscard]] bool asks_for_options() const { return path == "*" || forwards_left == 0; }
    /// Whether sending it twice does what sending it once does (RFC 9110, 9.2.2).
    [[nodiscard]] bool is_idempotent() const;
};

/// @param bytes exactly one head, up to and with its empty line, as HeadScan found it
/// @return a refusal of status 400, 417, 501 or 505
[[nodiscard]] Judged<RequestHead> parse_request_head(std::string_view bytes);

}  // namespace hive
