#include "daemons/proxy/address_limits.h"

#include "daemons/proxy/client_site.h"

namespace hive {

bool AddressLimits::enter(const Address& address, int limit)
{
    const auto owner = client_site(address);
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
    const auto owner = client_site(address);
    auto& shard = shard_of(owner);
    const std::lock_guard lock {shard.mutex};
    const auto found = shard.counts.find(owner);
    if (--found->second == 0)
        shard.counts.erase(found);
}

}  // namespace hive
