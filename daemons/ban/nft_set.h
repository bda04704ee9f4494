// daemons/ban/nft_set.h - the table `inet hive` in the kernel: adds, removes, reads back bans.
//
// One chain, before connection tracking (prerouting, priority -310), so that connections
// already open are cut too. For each jail:
//   set ban4-JAIL    IPv4 addresses                   ip saddr @ban4-JAIL counter drop
//   set ban6-JAIL    IPv6 networks of one length      ip6 saddr & MASK @ban6-JAIL counter drop
//   set host6-JAIL   lone IPv6 addresses              ip6 saddr @host6-JAIL counter drop
//   set net4-JAIL    IPv4 networks (intervals)        ip saddr @net4-JAIL counter drop
//   set net6-JAIL    other IPv6 networks (intervals)  ip6 saddr @net6-JAIL counter drop
//   set ports-JAIL   of a jail that has any           th dport @ports-JAIL in front of each
// Elements carry their time left, so bans end in the kernel even when hive-ban is gone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemons/ban/nft_rules.h"
#include "daemons/ban/port_list.h"
#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// A jail as the kernel knows it.
struct KernelJail {
    std::string name;
    std::vector<PortRange> ports;  // merged(); empty: every port and protocol
    Protocol protocol = Protocol::tcp;  // of the ports
};

/// One element of a set.
struct KernelBan {
    Network network;
    std::size_t jail = 0;  // index into the jails
    std::chrono::milliseconds left {0};

    bool operator==(const KernelBan&) const = default;
};

/// Whether a ban of the network is an interval (net4, net6), so that it must not overlap.
[[nodiscard]] bool is_range(const Network& network, int ipv6_prefix);

/// The first address behind a network; none behind the last network.
[[nodiscard]] std::optional<Address> end_of(const Network& network);

/// Speaks netlink itself (libnftnl, libmnl), no `nft` process. Every change is one
/// transaction: all of it or nothing. A change takes the kernel 0.2 ms and is done when the
/// call returns.
class NftSet {
public:
    /// @param jails at least one
    /// @param ipv6_prefix length of the networks in ban6
    /// @return an error where nftables is missing or not permitted (CAP_NET_ADMIN)
    static Result<NftSet> open(std::vector<KernelJail> jails, int ipv6_prefix);
    NftSet(NftSet&&) noexcept;
    NftSet& operator=(NftSet&&) noexcept;
    NftSet(const NftSet&) = delete;
    NftSet& operator=(const NftSet&) = delete;
    ~NftSet();

    /// Makes the table with exactly these bans, in place of one that is there.
    Result<> replace(std::span<const KernelBan> bans);
    /// Networks of an interval set of one jail must not overlap.
    enum class Novelty {
        known,  // gives bans that are there a new time
        fresh,  // the caller knows that none is there: a third of the work
    };
    Result<> add(std::span<const KernelBan> bans, Novelty novelty);
    /// Those that are not there are no error.
    Result<> remove(std::span<const KernelBan> bans);
    /// What the kernel holds, in no order. Elements whose time is over are not in it.
    Result<std::vector<KernelBan>> read();

    /// What the rules of each jail have dropped, in the order of the jails.
    Result<std::vector<Dropped>> dropped();

    /// Removes the whole table; one that is not there is no error.
    Result<> remove_table();

    enum class Integrity {
        untouched,  // nobody else changed any rule since our last look
        sound,  // somebody did, but table, chain and rules are there
        broken,
    };
    /// Cheap while nothing changed. The elements of a sound table are for read() to tell.
    Result<Integrity> check();

private:
    struct Impl;
    explicit NftSet(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
