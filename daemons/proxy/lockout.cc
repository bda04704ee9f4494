#include "daemons/proxy/lockout.h"

#include <algorithm>

#include "daemons/proxy/client_site.h"

namespace hive {

void Lockout::count(const Address& client, const Rule& rule, Clock::time_point now)
{
    if (rule.failures == 0)
        return;
    const auto site = client_site(client);
    auto& shard = shard_of(site);
    const std::lock_guard lock {shard.mutex};
    if (shard.sites.size() >= capacity / shards_.size() && !shard.sites.contains(site))
        shard.sites.erase(std::ranges::min_element(
            shard.sites, {}, [](const auto& entry) { return entry.second.begin; }));
    auto& failures = shard.sites[site];
    if (failures.count == 0 || now - failures.begin >= rule.span)
        failures = {.count = 0, .begin = now};
    if (failures.count >= 2 * rule.failures)
        return;
    // A full count locks for a span from here on.
    if (++failures.count == rule.failures)
        failures.begin = now;
}

Lockout::Hold Lockout::look(const Address& client, const Rule& rule, Clock::time_point now)
{
    if (rule.failures == 0)
        return Hold::nobody;
    const auto site = client_site(client);
    auto& shard = shard_of(site);
    const std::lock_guard lock {shard.mutex};
    const auto found = shard.sites.find(site);
    if (found == shard.sites.end())
        return Hold::nobody;
    const auto& failures = found->second;
    if (now - failures.begin >= rule.span) {
        shard.sites.erase(found);
        return Hold::nobody;
    }
    if (failures.count < rule.failures)
        return Hold::nobody;
    return failures.count < 2 * rule.failures ? Hold::strangers : Hold::everybody;
}

}  // namespace hive
