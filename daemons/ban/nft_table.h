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

/// Which of a group's sets holds a network.
enum class Kind { ban4, ban6, host6 };
constexpr std::array all_kinds {Kind::ban4, Kind::ban6, Kind::host6};
[[nodiscard]] std::string_view word(Kind kind);

using Set = Handle<nftnl_set, nftnl_set_free>;
using Elements = Handle<nftnl_set_elems_iter, nftnl_set_elems_iter_destroy>;
using Groups = std::vector<PortGroup>;

/// A set by its name, without elements.
[[nodiscard]] Set named_set(const Groups& groups, std::size_t group, Kind kind);

/// Deletes the table if it is there and makes it with chain, sets and rules, all empty.
void make_table(NftBatch& batch, const Groups& groups, int ipv6_prefix);

/// Whether or not there is one.
void remove_table(NftBatch& batch);

enum class Timeouts { with, without };
/// Calls `send` for each set that holds any of the bans, filled with them.
void for_each_set(const Groups& groups, std::span<const KernelBan> bans, Timeouts timeouts,
    const std::function<void(nftnl_set*)>& send);
/// Sends a set's elements in as many messages as they need.
/// @param type NFT_MSG_NEWSETELEM or NFT_MSG_DELSETELEM
void send_elements(NftBatch& batch, std::uint16_t type, nftnl_set* set);

}  // namespace hive::nft
