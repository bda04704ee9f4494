// supervisor/portal/credentials.h - a name and a password as a client sends them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hive {

struct Credentials {
    std::string user;
    std::string password;
};

/// Longest name and longest password that are looked at, in bytes; hive-passwd's limit.
constexpr std::size_t max_credential = 511;

/// Whether they may be checked at all: a name without control bytes, nothing overlong.
[[nodiscard]] bool is_plausible(const Credentials& credentials);

/// The value of an Authorization header of scheme Basic (RFC 7617, 2). Pure; fuzzed.
/// @return nothing when it is none, or not plausible
[[nodiscard]] std::optional<Credentials> parse_basic(std::string_view header);

}  // namespace hive
