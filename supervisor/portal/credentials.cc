#include "supervisor/portal/credentials.h"

#include <algorithm>

#include "lib/encoding.h"

namespace hive {

bool is_plausible(const Credentials& credentials)
{
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; };
    return !credentials.user.empty() && credentials.user.size() <= max_credential
        && credentials.password.size() <= max_credential
        && std::ranges::none_of(credentials.user, is_control)
        && credentials.password.find('\0') == std::string::npos;
}

std::optional<Credentials> parse_basic(std::string_view header)
{
    constexpr std::string_view scheme = "basic ";
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (!std::ranges::equal(header.substr(0, scheme.size()), scheme, {}, lower))
        return std::nullopt;
    header.remove_prefix(scheme.size());
    header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
    const auto decoded = from_base64(header);
    if (!decoded)
        return std::nullopt;
    const auto colon = decoded->find(':');
    if (colon == std::string::npos)
        return std::nullopt;
    Credentials credentials {
        .user = decoded->substr(0, colon), .password = decoded->substr(colon + 1)};
    if (!is_plausible(credentials))
        return std::nullopt;
    return credentials;
}

}  // namespace hive
