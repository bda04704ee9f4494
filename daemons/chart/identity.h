// daemons/chart/identity.h - who asks, and whether a changing request was meant by them.
#pragma once

#include <string>
#include <string_view>

#include "lib/http_server.h"
#include "lib/result.h"

namespace hive {

/// The signed-in user, as hive-proxy names them over its Unix socket.
/// @return "" over TCP, where the header could be anybody's, and when nobody is signed in
[[nodiscard]] std::string user_of(const HttpRequest& request);

/// Whether the user is in one of the groups editor and admin, as hive-proxy names them over its
/// Unix socket: may change notes, rules and alerts.
[[nodiscard]] bool is_editor(const HttpRequest& request);

/// The same for the group admin alone: may have addresses banned, and decisions undone.
[[nodiscard]] bool is_admin(const HttpRequest& request);

/// Whether a browser sent this from one of our pages: by Sec-Fetch-Site (W3C Fetch Metadata),
/// else by the host of Origin. A request with neither is not known to be.
[[nodiscard]] bool is_same_origin(const HttpRequest& request);

/// Proves that a request comes from a page that could read our answers (CSRF). Valid while
/// this process runs.
class Tokens {
public:
    /// Under a fresh random key.
    Tokens();
    /// HMAC-SHA256 of the user, hexadecimal.
    [[nodiscard]] std::string make(std::string_view user) const;
    [[nodiscard]] bool is_valid(std::string_view user, std::string_view token) const;

private:
    std::string key_;
};

/// Why a changing request is refused. The token comes in the header Hive-Token: hive-proxy
/// takes every X-Hive-* of a client away.
enum class Refusal { none, nobody_signed_in, other_origin, stale_token };
[[nodiscard]] Refusal check_change(const HttpRequest& request, const Tokens& tokens);

}  // namespace hive
