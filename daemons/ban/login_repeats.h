// daemons/ban/login_repeats.h - the same wrong login, sent again and again, is one offence.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "daemons/ban/ledger.h"
#include "lib/address.h"
#include "lib/lru_map.h"

namespace hive {

/// A browser with a stale password sends it with every picture of a page: that is one
/// mistake, not twenty. Pure.
class LoginRepeats {
public:
    /// The same credential of the same client counts once in this time.
    static constexpr std::chrono::seconds period {60};
    static constexpr std::size_t max_logins = 100'000;

    explicit LoginRepeats(std::size_t room = max_logins) : counted_ {room} { }

    /// @param credential opaque, equal for equal user and password; "" is never a repeat
    /// @return true when it was counted less than a period ago; else it counts now
    bool is_repeat(const Network& source, std::string_view credential, WallTime now);

private:
    LruMap<std::string, WallTime> counted_;
};

}  // namespace hive
