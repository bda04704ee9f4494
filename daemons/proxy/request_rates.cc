#include "daemons/proxy/request_rates.h"

#include <algorithm>
#include <tuple>

#include "daemons/proxy/client_site.h"

namespace hive {

/// Forgets the quiet when it is full, at most once a second: the sweep is long.
bool RequestRates::Shard::makes_room(Clock::time_point now)
{
    constexpr std::size_t most = capacity / std::tuple_size_v<decltype(shards_)>;
    if (empty_at.size() < most)
        return true;
    if (now - swept < std::chrono::seconds {1})
        return false;
    swept = now;
    std::erase_if(empty_at, [&](const auto& entry) { return entry.second <= now; });
    return empty_at.size() < most;
}

bool RequestRates::admit(const Address& client, const std::string& scope, int per_second, int burst,
    Clock::time_point now)
{
    const auto site = client_site(client);
    const auto bytes = site.bytes();
    const std::string key
        = std::string {reinterpret_cast<const char*>(bytes.data()), bytes.size()} + scope;
    auto& shard = shards_[std::hash<std::string> {}(key) % shards_.size()];
    const std::lock_guard lock {shard.mutex};
    if (!shard.empty_at.contains(key) && !shard.makes_room(now))
        return true;
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
