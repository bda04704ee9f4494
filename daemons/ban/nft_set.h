// daemons/ban/nft_set.h - the table `inet hive` in the kernel: adds, removes, reads back bans.
//
// One chain, before connection tracking (prerouting, priority -310), so that connections
// already open are cut too. For each group of ports:
//   set ban4    IPv4 addresses                   ip saddr @ban4 drop
//   set ban6    IPv6 networks of one length      ip6 saddr & MASK @ban6 drop
//   set host6   lone IPv6 addresses              ip6 saddr @host6 drop
//   set ports   of a group that has any          tcp dport @ports … in front of each
// Names of a group other than the first get "-GROUP". Elements carry their time left, so
// bans end in the kernel even when hive-ban is gone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// Bans that close the same ports share their sets.
struct PortGroup {
    std::string name;  // "": sets without a suffix
    std::vector<std::uint16_t> ports;  // TCP; empty: every port and protocol
};

/// One element of a set.
struct KernelBan {
    Network network;
    std::size_t group = 0;  // index into the groups
    std::chrono::milliseconds left {0};

    bool operator==(const KernelBan&) const = default;
};

/// Speaks netlink itself (libnftnl, libmnl), no `nft` process. Every change is one
/// transaction: all of it or nothing. A change takes the kernel 0.2 ms and is done when the
/// call returns.
class NftSet {
public:
    /// @param groups at least one
    /// @param ipv6_prefix length of the networks in ban6
    /// @return an error where nftables is missing or not permitted (CAP_NET_ADMIN)
    static Result<NftSet> open(std::vector<PortGroup> groups, int ipv6_prefix);
    NftSet(NftSet&&) noexcept;
    NftSet& operator=(NftSet&&) noexcept;
    ~NftSet();

    /// Makes the table with exactly these bans, in place of one that is there.
    Result<> replace(std::span<const KernelBan> bans);
    /// Adds bans, or gives ones that are there a new time.
    Result<> add(std::span<const KernelBan> bans);
    /// Those that are not there are no error.
    Result<> remove(std::span<const KernelBan> bans);
    /// What the kernel holds, in no order. Elements whose time is over are not in it.
    Result<std::vector<KernelBan>> read();

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
