// daemons/ban/nft_rules.h - the rules of our chain as the kernel holds them.
#pragma once

#include <cstdint>
#include <vector>

#include "daemons/ban/nft_netlink.h"
#include "lib/result.h"

namespace hive {

/// What was dropped since the table was made.
struct Dropped {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;

    Dropped& operator+=(const Dropped& other)
    {
        packets += other.packets;
        bytes += other.bytes;
        return *this;
    }
};

/// The counter of each rule, in their order; none when there is no such table or chain.
[[nodiscard]] Result<std::vector<Dropped>> read_rules(NftNetlink& netlink);

}  // namespace hive
