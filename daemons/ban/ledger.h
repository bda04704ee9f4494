// daemons/ban/ledger.h - offences in a window of time, and when there are enough for a ban.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "daemons/ban/wall_time.h"
#include "lib/address.h"
#include "lib/lru_map.h"

namespace hive {

/// What is remembered of an address that is not banned yet.
struct Offences {
    std::vector<WallTime> times;  // in order
    std::vector<std::string> lines;  // the last ones, oldest first
};

/// Remembers the offences of each address and says when one has had enough. Pure.
/// Source of the rule: fail2ban's maxretry and findtime, jail.conf(5).
class Ledger {
public:
    /// Addresses remembered at most; the one silent longest is forgotten first.
    static constexpr std::size_t max_addresses = 100'000;
    /// Bytes kept of a line.
    static constexpr std::size_t max_line = 400;

    /// @param limit offences that cause a ban, >= 1
    /// @param window offences older than this, seen from the newest, do not count; > 0 s
    /// @param lines kept of each address at most
    Ledger(int limit, std::chrono::seconds window, std::size_t room = max_addresses,
        std::size_t lines = 0);

    struct Verdict {
        int offences = 0;  // in the window, this one included
        bool is_enough = false;
        std::vector<std::string> lines {};  // once it is enough
    };
    /// Lines of a log come nearly in order: `time` may be earlier than in the call before.
    /// Once it is enough the address starts from nothing again.
    Verdict add(const Network& source, WallTime time, std::string_view line = "");

    void forget(const Network& source);
    /// Takes up what a former run had counted.
    void restore(const Network& source, Offences offences);
    /// @return null when nothing is remembered
    [[nodiscard]] const Offences* find(const Network& source) const
    {
        return offences_.find(source);
    }
    /// Whose offences are others than at the last call, forgotten ones among them.
    [[nodiscard]] std::vector<Network> take_changed();
    [[nodiscard]] std::size_t addresses() const { return offences_.size(); }
    /// Kept of each address at most.
    [[nodiscard]] std::size_t lines() const { return lines_; }

private:
    Offences& touch(const Network& source);
    void keep(std::vector<std::string>& lines, std::string_view line) const;

    std::size_t limit_;
    std::chrono::seconds window_;
    std::size_t lines_;
    LruMap<Network, Offences> offences_;
    std::unordered_set<Network> changed_;
};

}  // namespace hive
