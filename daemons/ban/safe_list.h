// daemons/ban/safe_list.h - who is never banned, and how much is banned around an offender.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// Pure; own_addresses() below asks the system.
class SafeList {
public:
    /// @param ignored networks never banned
    /// @param ipv6_prefix 32-128, what is banned around an IPv6 address
    SafeList(std::vector<Network> ignored, int ipv6_prefix);

    void set_own(std::vector<Address> addresses) { own_ = std::move(addresses); }

    /// @return why it is never banned: "loopback", "ignored", "own"; nothing when it may be
    [[nodiscard]] std::optional<std::string_view> reason(const Address& address) const;

    /// Whether a network holds an address that is never banned.
    [[nodiscard]] bool protects(const Network& network) const;

    /// What is banned for an offence of `address`: the IPv4 address; the IPv6 network of the
    /// prefix, or the address alone when a safe address lies in that network.
    [[nodiscard]] Network reach(const Address& address) const;

    [[nodiscard]] int ipv6_prefix() const { return ipv6_prefix_; }

private:
    std::vector<Network> ignored_;
    int ipv6_prefix_;
    std::vector<Address> own_;
};

/// The addresses of all interfaces of this machine (in its network namespace).
[[nodiscard]] Result<std::vector<Address>> own_addresses();

}  // namespace hive
