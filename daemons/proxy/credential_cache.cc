#include "daemons/proxy/credential_cache.h"

#include <cassert>

namespace hive {

CredentialCache::CredentialCache(std::size_t capacity, std::chrono::seconds lifetime)
    : shard_capacity_ {capacity / std::tuple_size_v<decltype(shards_)>}, lifetime_ {lifetime}
{
    assert(shard_capacity_ >= 1);
}

bool CredentialCache::holds(const Digest& digest, Clock::time_point now)
{
    auto& shard = shard_of(digest);
    const std::lock_guard lock {shard.mutex};
    const auto place = shard.places.find(digest);
    if (place == shard.places.end())
        return false;
    if (place->second->end <= now) {
        shard.entries.erase(place->second);
        shard.places.erase(place);
        return false;
    }
    shard.entries.splice(shard.entries.begin(), shard.entries, place->second);
    return true;
}

void CredentialCache::add(const Digest& digest, Clock::time_point now)
{
    auto& shard = shard_of(digest);
    const std::lock_guard lock {shard.mutex};
    if (const auto place = shard.places.find(digest); place != shard.places.end()) {
        place->second->end = now + lifetime_;
        return;
    }
    if (shard.entries.size() == shard_capacity_) {
        shard.places.erase(shard.entries.back().digest);
        shard.entries.pop_back();
    }
    shard.entries.push_front({.digest = digest, .end = now + lifetime_});
    shard.places.emplace(digest, shard.entries.begin());
}

}  // namespace hive
