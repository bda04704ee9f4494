// daemons/proxy/proxy_header.h - the PROXY header that tells a connection's true client.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "lib/address.h"

namespace hive {

/// Versions 1 and 2 of haproxy's proxy-protocol.txt.
struct ProxyHeader {
    enum class Outcome { incomplete, whole, malformed };
    Outcome outcome = Outcome::malformed;
    std::size_t length = 0;  // bytes, when whole
    std::optional<Address> client;  // nothing when the sender speaks for itself (LOCAL, UNKNOWN)
};

/// Longest header taken, bytes.
constexpr std::size_t max_proxy_header = 536;

/// @param bytes what the connection began with, as far as it is here. Pure; fuzzed.
[[nodiscard]] ProxyHeader parse_proxy_header(std::string_view bytes);

}  // namespace hive
