// daemons/proxy/forwarded_client.h - the client behind proxies that are trusted to name it. Pure.
#pragma once

#include <span>
#include <string>

#include "daemons/proxy/head_parser.h"
#include "lib/address.h"

namespace hive {

struct ForwardedClient {
    Address client;  // the last address of X-Forwarded-For that is no trusted proxy
    std::string text;  // of it
    std::string chain;  // X-Forwarded-For for the upstream: what was believed, and the peer
    bool is_tls = false;  // the last word of X-Forwarded-Proto is https
};

/// Reads X-Forwarded-For from its end, so that what a client made up before it does not count.
/// @param peer a trusted proxy itself
[[nodiscard]] ForwardedClient find_forwarded_client(
    const Fields& fields, const Address& peer, std::span<const Network> trusted);

}  // namespace hive
