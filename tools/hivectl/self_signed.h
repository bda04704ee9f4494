// tools/hivectl/self_signed.h - a certificate that vouches for itself, for a first start.
#pragma once

#include <ctime>
#include <string>

#include "lib/result.h"

namespace hive {

/// PEM texts.
struct SelfSigned {
    std::string certificate;
    std::string key;
};

/// A P-256 key and a certificate for that host alone, good for 825 days (what browsers take).
/// @param host a DNS name, "*.example" among them, or an IP address
/// @param now epoch seconds
[[nodiscard]] Result<SelfSigned> make_self_signed(const std::string& host, std::time_t now);

}  // namespace hive
