// daemons/proxy/address_limits.h - how many connections each client address has.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "lib/address.h"

namespace hive {

/// IPv6 clients are counted by their /64, which one host can have to itself. Any thread.
class AddressLimits {
public:
    /// @param limit connections of one address, >= 1
    /// @return false when the address has as many as it may; then leave() is not due
    [[nodiscard]] bool enter(const Address& address, int limit);
    void leave(const Address& address);

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<Address, int> counts;  // of those > 0
    };
    Shard& shard_of(const Address& owner)
    {
        return shards_[std::hash<Address> {}(owner) % shards_.size()];
    }

    std::array<Shard, 16> shards_;
};

}  // namespace hive
