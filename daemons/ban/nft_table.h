// daemons/ban/nft_table.h - the messages that make up the table `inet hive` (nft_set.h).
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include <libnftnl/set.h>

#include "daemons/ban/nft_netlink.h"
#include "daemons/ban/nft_set.h"
#include "lib/handle.h"

namespace hive::nft {

constexpr const char* table_name = "hive";
constexpr const char* chain_name = "early";

/// Which of a jail's sets holds a network.
enum class Kind {
    ban4,  // IPv4 addresses
    ban6,  // IPv6 networks of one length
    host6,  // lone IPv6 addresses
    net4,  // IPv4 networks: an interval set
    net6,  // IPv6 networks of other lengths: an interval set
};
inline constexpr std::array all_kinds {Kind::ban4, Kind::ban6, Kind::host6, Kind::net4, Kind::net6};
[[nodiscard]] std::string_view word(Kind kind);
[[nodiscard]] bool is_v4(Kind kind);
[[nodiscard]] bool is_interval(Kind kind);
/// @param ipv6_prefix length of the networks in ban6
[[nodiscard]] Kind kind_of(const Network& network, int ipv6_prefix);

using Set = Handle<nftnl_set, nftnl_set_free>;
using Elements = Handle<nftnl_set_elems_iter, nftnl_set_elems_iter_destroy>;
using Jails = std::vector<KernelJail>;

/// A set by its name, without elements.
[[nodiscard]] Set named_set(const Jails& jails, std::size_t jail, Kind kind);

/// Deletes the table if it is there and makes it with chain, sets and rules, all empty.
void make_table(NftBatch& batch, const Jails& jails, int ipv6_prefix);
/// Rules that make_table() makes, those of one jail behind those of the one before.
[[nodiscard]] std::size_t rules_of(const KernelJail& jail);
[[nodiscard]] std::size_t rules_of(const Jails& jails);

/// Whether or not there is one.
void remove_table(NftBatch& batch);

enum class Timeouts { with, without };
/// Calls `send` for each set that holds any of the bans, filled with them.
void for_each_set(const Jails& jails, int ipv6_prefix, std::span<const KernelBan> bans,
    Timeouts timeouts, const std::function<void(nftnl_set*)>& send);
/// Sends a set's elements in as many messages as they need.
/// @param type NFT_MSG_NEWSETELEM or NFT_MSG_DELSETELEM
void send_elements(NftBatch& batch, std::uint16_t type, nftnl_set* set);

}  // namespace hive::nft
