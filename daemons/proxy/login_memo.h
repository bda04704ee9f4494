// daemons/proxy/login_memo.h - what a connection was let in with last. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "daemons/proxy/credential_digest.h"

namespace hive {

/// Spares the next request with the very same Authorization field the decoding and the shared
/// cache. Says no more than the cache said, and no longer.
class LoginMemo {
public:
    using Clock = std::chrono::steady_clock;

    /// @param field digest of the Authorization field
    /// @param accounts generation of the accounts by which the login was right
    /// @param end until when the cache holds it
    void note(
        const FieldDigest& field, std::string user, std::uint64_t accounts, Clock::time_point end);
    /// @return the user, nullptr for another field, other accounts, or after the end
    [[nodiscard]] const std::string* user_of(
        const FieldDigest& field, std::uint64_t accounts, Clock::time_point now) const;

private:
    FieldDigest field_ {};
    std::string user_;
    std::uint64_t accounts_ = 0;
    Clock::time_point end_ = Clock::time_point::min();
};

}  // namespace hive
