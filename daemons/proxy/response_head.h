// daemons/proxy/response_head.h - bytes -> the head of an upstream's answer. Pure; fuzzed.
#pragma once

#include <string_view>

#include "daemons/proxy/body_framing.h"
#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/refusal.h"

namespace hive {

/// Views point into the bytes it was parsed from.
struct ResponseHead {
    int status = 0;  // 100-599
    int minor_version = 1;
    Fields fields;
    BodyFraming body;  // as it follows on the wire: none for HEAD, 1xx, 204 and 304
    bool keeps_alive = true;

    [[nodiscard]] bool is_interim() const { return status < 200 && !is_switch(); }
    /// The connection is a tunnel from here on (RFC 9110, 15.2.2).
    [[nodiscard]] bool is_switch() const { return status == 101; }
};

/// As strict as with requests, for the same reason.
/// @param method of the request that is answered
/// @param upgrade protocol that request asked for: the only one a 101 may change to
/// @return a refusal of status 502
[[nodiscard]] Judged<ResponseHead> parse_response_head(
    std::string_view bytes, std::string_view method, std::string_view upgrade = {});

}  // namespace hive
