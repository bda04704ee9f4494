// daemons/ban/ban_list.h - the bans in force, in memory, in the order they end.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemons/ban/ledger.h"
#include "lib/address.h"

namespace hive {

/// Why hive-guard decided for a ban.
struct Decision {
    std::string attack;  // its class: "scanner"
    double score = 0;  // how sure hive-guard is: 0 to 1
    std::vector<std::string> reasons;  // the strongest first

    bool operator==(const Decision&) const = default;
};

/// One network banned by one jail.
struct Ban {
    Network network;
    std::string jail;
    WallTime since;  // whole seconds, as they are stored
    WallTime until;  // whole seconds
    int failures = 0;  // that led to it; 0 for a ban by hand
    std::vector<std::string> lines {};  // that led to it: of a new ban, for the store
    std::optional<Decision> decision {};  // of hive-guard: of a new ban, too
};

/// Pure. All operations on one ban take logarithmic time.
class BanList {
public:
    /// @param room bans at most, >= 1
    explicit BanList(std::size_t room) : room_ {room} { }

    /// Takes the place of a ban of the same network by the same jail. Why it was made is not kept.
    /// @return false when there is no room
    [[nodiscard]] bool add(const Ban& ban);
    /// Ends the bans of a network, whatever the jail. @return those that were in force
    std::vector<Ban> remove(const Network& network);
    void remove(const Ban& ban) { forget({ban.network, ban.jail}); }
    /// Ends what is over. @return those bans, soonest first
    std::vector<Ban> expire(WallTime now);

    [[nodiscard]] const Ban* find(const Network& network, const std::string& jail) const;
    /// The bans of a network by all jails.
    [[nodiscard]] std::vector<Ban> of(const Network& network) const;
    /// The bans by a jail of networks that share addresses with `network`, itself among them.
    [[nodiscard]] std::vector<Ban> overlapping(
        const Network& network, const std::string& jail) const;
    [[nodiscard]] std::optional<WallTime> next_end() const;
    [[nodiscard]] std::size_t size() const { return bans_.size(); }

    /// A place between bans that stays meaningful while they come and go.
    using Key = std::pair<Network, std::string>;
    /// Up to `count` bans after a place, from the start with none. Ordered by network.
    [[nodiscard]] std::vector<Ban> page(const std::optional<Key>& after, std::size_t count) const;
    [[nodiscard]] std::vector<Ban> all() const { return page(std::nullopt, bans_.size()); }

private:
    void forget(const Key& key);

    std::size_t room_;
    std::map<Key, Ban> bans_;
    std::set<std::pair<WallTime, Key>> ends_;
};

}  // namespace hive
