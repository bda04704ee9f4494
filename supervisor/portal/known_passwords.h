// supervisor/portal/known_passwords.h - passwords that were right lately, so that a client that
// sends one with every request does not cost a slow hash each time.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "lib/keyed_digest.h"
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

    /// @param stored the user's hash now
    [[nodiscard]] bool holds(
        const Credentials& credentials, std::string_view stored, Clock::time_point now) const;
    void add(const Credentials& credentials, std::string_view stored, Clock::time_point now);

private:
    struct Entry {
        Digest digest;
        Clock::time_point end;
    };
    [[nodiscard]] Digest digest_of(const Credentials& credentials, std::string_view stored) const;

    KeyedDigest keyed_;
    LruMap<std::string, Entry> entries_ {most_users};
};

}  // namespace hive
