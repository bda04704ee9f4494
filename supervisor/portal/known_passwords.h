// supervisor/portal/known_passwords.h - passwords that were right lately, so that a client that
// sends one with every request does not cost a slow hash each time.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <nettle/hmac.h>

#include "lib/lru_map.h"
#include "supervisor/portal/credentials.h"

namespace hive {

/// One for each user, as a digest under a key of this process, bound to the hash it was right for:
/// a changed users file makes it unknown. No I/O; the time is a parameter.
class KnownPasswords {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t most_users = 256;
    static constexpr std::chrono::minutes lifetime {5};  // then it is hashed again

    KnownPasswords();

    /// @param stored the user's hash now
    [[nodiscard]] bool holds(
        const Credentials& credentials, std::string_view stored, Clock::time_point now) const;
    void add(const Credentials& credentials, std::string_view stored, Clock::time_point now);

private:
    struct Entry {
        std::string digest;
        Clock::time_point end;
    };
    [[nodiscard]] std::string digest_of(
        const Credentials& credentials, std::string_view stored) const;

    hmac_sha256_ctx keyed_ {};  // what a digest begins with
    LruMap<std::string, Entry> entries_ {most_users};
};

}  // namespace hive
