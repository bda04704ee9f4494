#include "daemons/proxy/credential_cache.h"

#include <algorithm>
#include <cassert>

namespace hive {

bool CredentialCache::Sites::hold(const Address& site) const
{
    const auto* const end = sites_.begin() + count_;
    return std::find(sites_.begin(), end, site) != end;
}

void CredentialCache::Sites::note(const Address& site)
{
    if (hold(site))
        return;
    if (count_ < sites_.size()) {
        sites_[count_++] = site;
        return;
    }
    std::ranges::rotate(sites_, sites_.begin() + 1);
    sites_.back() = site;
}

CredentialCache::CredentialCache(std::size_t capacity, std::chrono::seconds lifetime)
    : shard_capacity_ {capacity / std::tuple_size_v<decltype(shards_)>}, lifetime_ {lifetime}
{
    assert(shard_capacity_ >= 1);
}

CredentialCache::Entry* CredentialCache::Shard::find(const Digest& digest, Clock::time_point now)
{
    const auto place = places.find(digest);
    if (place == places.end())
        return nullptr;
    const auto entry = place->second;
    if (entry->end <= now) {
        entries.erase(entry);
        places.erase(place);
        return nullptr;
    }
    entries.splice(entries.begin(), entries, entry);
    return &*entry;
}

std::optional<CredentialCache::Clock::time_point> CredentialCache::holds(
    const Digest& digest, const Address& site, Clock::time_point now)
{
    auto& shard = shard_of(digest);
    const std::lock_guard lock {shard.mutex};
    auto* const entry = shard.find(digest, now);
    if (entry == nullptr)
        return std::nullopt;
    entry->sites.note(site);
    return entry->end;
}

std::optional<CredentialCache::Clock::time_point> CredentialCache::holds_for(
    const Digest& digest, const Address& site, Clock::time_point now)
{
    auto& shard = shard_of(digest);
    const std::lock_guard lock {shard.mutex};
    const auto* const entry = shard.find(digest, now);
    if (entry == nullptr || !entry->sites.hold(site))
        return std::nullopt;
    return entry->end;
}

void CredentialCache::add(const Digest& digest, const Address& site, Clock::time_point now)
{
    auto& shard = shard_of(digest);
    const std::lock_guard lock {shard.mutex};
    auto* entry = shard.find(digest, now);
    if (entry == nullptr) {
        if (shard.entries.size() == shard_capacity_) {
            shard.places.erase(shard.entries.back().digest);
            shard.entries.pop_back();
        }
        shard.entries.push_front({.digest = digest});
        shard.places.emplace(digest, shard.entries.begin());
        entry = &shard.entries.front();
    }
    entry->end = now + lifetime_;
    entry->sites.note(site);
}

}  // namespace hive
