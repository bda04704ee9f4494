// daemons/ban/judge.h - counts offences, and decides who is banned, and for how long.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/ban_store.h"
#include "daemons/ban/enforcement.h"
#include "daemons/ban/jail.h"
#include "daemons/ban/login_repeats.h"
#include "daemons/ban/safe_list.h"

namespace hive {

class Judge {
public:
    /// All outlive it.
    struct Parts {
        BanStore& store;
        SafeList& safe;
        std::list<Jail>& jails;
        Enforcement& enforcement;
    };
    explicit Judge(Parts parts) : parts_ {parts} { }

    /// An offence that a line tells of, or another daemon.
    void count(Jail& jail, const Address& address, WallTime time, std::string_view line);
    /// A failed login at hive-proxy. @return whether it counted
    bool count_login(const Address& address, std::string_view credential, WallTime time);
    /// Counts a ban in the jails that count bans of others.
    void count_ban(const Ban& ban);

    /// A ban that somebody else decided.
    struct Order {
        Network network;
        std::string jail;
        std::optional<std::chrono::seconds> time {};  // none: as the jail says
        std::vector<std::string> lines {};  // why
        std::optional<Decision> decision {};  // why, of hive-guard
    };
    /// @return an error for a safe address, an unknown jail, a full list
    Result<> ban(const Order& order);
    /// The network that is banned for an address.
    [[nodiscard]] Network reach(const Address& address) const;

    /// @return null for a jail there is not
    [[nodiscard]] Jail* jail(std::string_view name) const;

private:
    struct Case {
        Jail* jail;
        Address address;
        Network network;
        int failures;
        std::vector<std::string> lines;
    };
    void judge(Case offender);
    void sentence(const Case& offender);
    std::chrono::seconds time_of(const Jail& jail, const Network& network);

    Parts parts_;
    LoginRepeats repeats_;
    std::minstd_rand random_ {std::random_device {}()};
};

}  // namespace hive
