// daemons/proxy/credential_cache.h - credentials that were right lately, as digests.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "daemons/proxy/credential_digest.h"
#include "lib/address.h"

namespace hive {

/// Positive answers only. Bounded: the one used longest ago goes first. Any thread.
class CredentialCache {
public:
    using Clock = std::chrono::steady_clock;

    /// @param capacity entries in all, >= 16
    CredentialCache(std::size_t capacity, std::chrono::seconds lifetime);

    /// Until when they are there, if they are; then they are used from that site.
    [[nodiscard]] std::optional<Clock::time_point> holds(
        const Digest& digest, const Address& site, Clock::time_point now);
    /// The same, for a site they were used from before: one of the last four.
    [[nodiscard]] std::optional<Clock::time_point> holds_for(
        const Digest& digest, const Address& site, Clock::time_point now);
    /// Counts from now again when it is there already.
    void add(const Digest& digest, const Address& site, Clock::time_point now);

private:
    /// Where credentials were used, the latest last.
    class Sites {
    public:
        [[nodiscard]] bool hold(const Address& site) const;
        void note(const Address& site);

    private:
        std::array<Address, 4> sites_ {};
        std::size_t count_ = 0;
    };
    struct Entry {
        Digest digest;
        Clock::time_point end;
        Sites sites;
    };
    /// A part with its own short lock, so that threads seldom meet.
    struct Shard {
        std::mutex mutex;
        std::list<Entry> entries;  // the last used first
        std::unordered_map<Digest, std::list<Entry>::iterator, DigestHash> places;

        /// The entry that has not ended, now the one used last; nullptr when there is none.
        [[nodiscard]] Entry* find(const Digest& digest, Clock::time_point now);
    };
    Shard& shard_of(const Digest& digest) { return shards_[digest.back() % shards_.size()]; }

    std::size_t shard_capacity_;
    std::chrono::seconds lifetime_;
    std::array<Shard, 16> shards_;
};

}  // namespace hive
