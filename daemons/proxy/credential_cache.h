// daemons/proxy/credential_cache.h - credentials that were right lately, as digests.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

#include "daemons/proxy/credential_digest.h"

namespace hive {

/// Positive answers only. Bounded: the one used longest ago goes first. Any thread.
class CredentialCache {
public:
    using Clock = std::chrono::steady_clock;

    /// @param capacity entries in all, >= 16
    CredentialCache(std::size_t capacity, std::chrono::seconds lifetime);

    [[nodiscard]] bool holds(const Digest& digest, Clock::time_point now);
    /// Counts from now again when it is there already.
    void add(const Digest& digest, Clock::time_point now);

private:
    struct Entry {
        Digest digest;
        Clock::time_point end;
    };
    /// A part with its own short lock, so that threads seldom meet.
    struct Shard {
        std::mutex mutex;
        std::list<Entry> entries;  // the last used first
        std::unordered_map<Digest, std::list<Entry>::iterator, DigestHash> places;
    };
    Shard& shard_of(const Digest& digest) { return shards_[digest.back() % shards_.size()]; }

    std::size_t shard_capacity_;
    std::chrono::seconds lifetime_;
    std::array<Shard, 16> shards_;
};

}  // namespace hive
