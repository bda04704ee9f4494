#include "daemons/proxy/address_limits.h"

namespace hive {

namespace {

Address owner_of(const Address& address)
{
    constexpr int site_bits = 64;
    return address.is_v4() ? address : Network {address, site_bits}.address();
}

}  // namespace

bool AddressLimits::enter(const Address& address, int limit)
{
    const auto owner = owner_of(address);
    auto& shard = shard_of(owner);
    const std::lock_guard lock {shard.mutex};
    int& count = shard.counts[owner];
    if (count >= limit)
        return false;
    ++count;
    return true;
}

void AddressLimits::leave(const Address& address)
{
    const auto owner = owner_of(address);
    auto& shard = shard_of(owner);
    const std::lock_guard lock {shard.mutex};
    const auto found = shard.counts.find(owner);
    if (--found->second == 0)
        shard.counts.erase(found);
}

}  // namespace hive
