// daemons/proxy/client_site.h - whom a limit counts: an IPv4 address, or the /64 of an IPv6 one.
#pragma once

#include "lib/address.h"

namespace hive {

/// One host can have a /64 to itself.
[[nodiscard]] inline Address client_site(const Address& address)
{
    constexpr int site_bits = 64;
    return address.is_v4() ? address : Network {address, site_bits}.address();
}

}  // namespace hive
