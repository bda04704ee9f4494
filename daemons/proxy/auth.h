// daemons/proxy/auth.h - the Authorization field of a request -> who it claims to be. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/refusal.h"

namespace hive {

struct Credentials {
    std::string user;
    std::string password;
};

/// Basic credentials (RFC 7617): strict base64 of USER:PASSWORD without control bytes.
/// @return nothing without an Authorization field, or for another scheme;
///         a refusal of status 400 for a field that is doubled or malformed
[[nodiscard]] Judged<std::optional<Credentials>> find_credentials(const Fields& fields);

/// Value of the WWW-Authenticate field of a 401.
constexpr std::string_view basic_challenge = R"(Basic realm="Hive", charset="UTF-8")";

}  // namespace hive
