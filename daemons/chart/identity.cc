#include "daemons/chart/identity.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <nettle/hmac.h>

#include "lib/encoding.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::size_t key_bytes = 32;

const std::uint8_t* bytes_of(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// "https://hive.example:8443" -> "hive.example:8443"; "null" and the like -> "".
std::string_view host_of(std::string_view origin)
{
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view {} : origin.substr(scheme + 3);
}

bool is_in_group(const HttpRequest& request, std::string_view wanted)
{
    auto groups = request.is_local ? request.header("X-Hive-Groups") : "";
    while (!groups.empty()) {
        const auto comma = std::min(groups.find(','), groups.size());
        if (trimmed(groups.substr(0, comma)) == wanted)
            return true;
        groups.remove_prefix(std::min(comma + 1, groups.size()));
    }
    return false;
}

}  // namespace

std::string user_of(const HttpRequest& request)
{
    return request.is_local ? std::string {request.header("X-Hive-User")} : std::string {};
}

bool is_editor(const HttpRequest& request)
{
    return is_in_group(request, "editor") || is_admin(request);
}

bool is_admin(const HttpRequest& request)
{
    return is_in_group(request, "admin");
}

bool is_same_origin(const HttpRequest& request)
{
    const auto site = request.header("Sec-Fetch-Site");
    if (!site.empty())
        return site == "same-origin" || site == "none";
    const auto host = host_of(request.header("Origin"));
    if (host.empty())
        return false;
    // The address in the browser's bar: hive-proxy may have changed Host on the way.
    const auto forwarded = request.is_local ? request.header("X-Forwarded-Host") : "";
    return host == (forwarded.empty() ? request.header("Host") : forwarded);
}

Tokens::Tokens() : key_ {random_bytes(key_bytes)} { }

std::string Tokens::make(std::string_view user) const
{
    hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, key_.size(), bytes_of(key_));
    hmac_sha256_update(&context, user.size(), bytes_of(user));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest {};
    hmac_sha256_digest(&context, digest.size(), digest.data());
    return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool Tokens::is_valid(std::string_view user, std::string_view token) const
{
    return equal_in_constant_time(make(user), token);
}

Refusal check_change(const HttpRequest& request, const Tokens& tokens)
{
    const std::string user = user_of(request);
    if (user.empty())
        return Refusal::nobody_signed_in;
    if (!is_same_origin(request))
        return Refusal::other_origin;
    if (!tokens.is_valid(user, request.header("Hive-Token")))
        return Refusal::stale_token;
    return Refusal::none;
}

}  // namespace hive
