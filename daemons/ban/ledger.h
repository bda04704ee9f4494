// daemons/ban/ledger.h - offences in a window of time, and when there are enough for a ban.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "daemons/ban/lru_map.h"
#include "lib/address.h"

namespace hive {

using WallTime = std::chrono::system_clock::time_point;

struct NetworkHash {
    std::size_t operator()(const Network& network) const noexcept
    {
        return std::hash<Address> {}(network.address()) * 129
            + static_cast<std::size_t>(network.bits());
    }
};

/// Remembers the offences of each address and says when one has had enough. Pure.
/// Source of the rule: fail2ban's maxretry and findtime, jail.conf(5).
class Ledger {
public:
    /// Addresses remembered at most; the one silent longest is forgotten first.
    static constexpr std::size_t max_addresses = 100'000;

    /// @param limit offences that cause a ban, >= 1
    /// @param window offences older than this, seen from the newest, do not count; > 0 s
    Ledger(int limit, std::chrono::seconds window, std::size_t room = max_addresses);

    struct Verdict {
        int offences = 0;  // in the window, this one included
        bool is_enough = false;
    };
    /// Lines of a log come nearly in order: `time` may be earlier than in the call before.
    /// Once it is enough the address starts from nothing again.
    Verdict add(const Network& source, WallTime time);

    void forget(const Network& source) { offences_.erase(source); }
    [[nodiscard]] std::size_t addresses() const { return offences_.size(); }

private:
    std::size_t limit_;
    std::chrono::seconds window_;
    LruMap<Network, std::vector<WallTime>, NetworkHash> offences_;
};

}  // namespace hive
