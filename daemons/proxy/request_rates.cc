#include "daemons/proxy/request_rates.h"

#include <algorithm>

#include "daemons/proxy/client_site.h"

namespace hive {

bool RequestRates::admit(const Address& client, const std::string& scope, int per_second, int burst,
    Clock::time_point now)
{
    const auto site = client_site(client);
    const auto bytes = site.bytes();
    const std::string key
        = std::string {reinterpret_cast<const char*>(bytes.data()), bytes.size()} + scope;
    auto& shard = shards_[std::hash<std::string> {}(key) % shards_.size()];
    const std::lock_guard lock {shard.mutex};
    if (shard.empty_at.size() >= capacity / shards_.size() && !shard.empty_at.contains(key)) {
        std::erase_if(shard.empty_at, [&](const auto& entry) { return entry.second <= now; });
        if (shard.empty_at.size() >= capacity / shards_.size())
            return true;
    }
    auto& empty_at = shard.empty_at[key];
    const auto each
        = std::chrono::duration_cast<Clock::duration>(std::chrono::seconds {1}) / per_second;
    const auto begin = std::max(empty_at, now);
    if (begin - now > each * (burst - 1))
        return false;
    empty_at = begin + each;
    return true;
}

}  // namespace hive
