// daemons/ban/safe_list.h - who is never banned, and how much is banned around an offender.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/spared.h"
#include "lib/address.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// One word of a list of ignored clients: a network, or a host name that stands for the
/// addresses it has.
struct Ignored {
    std::string name;  // "" for a network
    Network network;
};
/// "192.0.2.0/24", "2001:db8::1", "home.example".
[[nodiscard]] Result<Ignored> parse_ignored(std::string_view text);

/// Whom one jail does not ban, besides those whom none does.
struct Exceptions {
    std::vector<Ignored> ignored;
    bool spares_self = true;  // the machine's own addresses
};

/// The lengths of the networks banned around an offender.
struct Prefixes {
    int v4 = 32;
    int v6 = 64;
};

/// Pure; own_addresses() below asks the system, name_resolver.h the DNS.
class SafeList {
public:
    using Time = std::chrono::system_clock::time_point;
    /// An administrator's address is safe for so long after the last request.
    static constexpr std::chrono::minutes session_time {15};
    static constexpr std::size_t max_sessions = 16;
    static constexpr std::size_t max_spared = 256;

    /// @param ignored never banned, by any jail
    /// @param proxies networks of trusted proxies, whose clients are others
    SafeList(std::vector<Ignored> ignored, std::vector<Network> proxies, Prefixes prefixes);

    void set_own(std::vector<Address> addresses) { own_ = std::move(addresses); }
    /// What a name of `ignored`, or of a jail's list, stands for now.
    void set_resolved(const std::string& name, std::vector<Address> addresses)
    {
        resolved_[name] = std::move(addresses);
    }
    /// An administrator was active there. The one silent longest goes when there are too many.
    /// @return whether the address was none before
    bool note_session(const Address& address, const std::string& user, Time now);

    /// An administrator has put a network on the list. Takes the place of the same one.
    /// @return false when max_spared are there
    [[nodiscard]] bool spare(Spared spared);
    /// @return whether it was there
    bool unspare(const Network& network);

    /// @param also a jail's own exceptions
    /// @return why it is never banned: "loopback", "ignored", "spared", "own", "trusted proxy",
    ///         "administrator"; nothing when it may be
    [[nodiscard]] std::optional<std::string_view> reason(
        const Address& address, Time now, const Exceptions& also = {}) const;

    /// Whether a network holds an address that is never banned.
    [[nodiscard]] bool protects(
        const Network& network, Time now, const Exceptions& also = {}) const;

    /// What is banned for an offence of `address`: its network of the prefix, or the address
    /// alone when a safe address lies in that network.
    [[nodiscard]] Network reach(
        const Address& address, Time now, const Exceptions& also = {}) const;

    [[nodiscard]] const Prefixes& prefixes() const { return prefixes_; }
    /// [{"reason": …, "address": …}, …] with what a name stands for and how long a session counts.
    [[nodiscard]] Json list(Time now) const;

private:
    struct Session {
        Address address;
        std::string user;
        Time last;
    };
    [[nodiscard]] Json entry_of(const Ignored& ignored) const;
    [[nodiscard]] bool is_ignored(const Address& address, const std::vector<Ignored>& list) const;
    [[nodiscard]] bool holds_ignored(
        const Network& network, const std::vector<Ignored>& list) const;

    std::vector<Ignored> ignored_;
    std::vector<Network> proxies_;
    std::vector<Spared> spared_;
    Prefixes prefixes_;
    std::vector<Address> own_;
    std::map<std::string, std::vector<Address>> resolved_;
    std::vector<Session> sessions_;  // the one active last comes last
};

/// The addresses of all interfaces of this machine (in its network namespace).
[[nodiscard]] Result<std::vector<Address>> own_addresses();

}  // namespace hive
