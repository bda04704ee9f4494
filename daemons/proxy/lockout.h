// daemons/proxy/lockout.h - addresses whose guesses at passwords are no longer looked at.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "lib/address.h"

namespace hive {

/// Counts failed logins of each client site (client_site.h). Any thread.
class Lockout {
public:
    using Clock = std::chrono::steady_clock;
    /// Sites remembered at once; the one whose failures are oldest makes room.
    static constexpr std::size_t capacity = 65536;

    struct Rule {
        int failures = 100;  // within `span` that lock, 0: never
        std::chrono::seconds span {600};  // also how long a site stays locked
    };
    /// Whose logins of a site are refused: those of people not known to come from there, then,
    /// after as many tries again, all: known ones are not to be guessed at, either.
    enum class Hold { nobody, strangers, everybody };

    /// A failed login, or one that was refused.
    void count(const Address& client, const Rule& rule, Clock::time_point now);
    [[nodiscard]] Hold look(const Address& client, const Rule& rule, Clock::time_point now);

private:
    struct Failures {
        int count = 0;
        Clock::time_point begin;  // of the span they are counted in
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<Address, Failures> sites;
    };
    Shard& shard_of(const Address& site)
    {
        return shards_[std::hash<Address> {}(site) % shards_.size()];
    }

    std::array<Shard, 16> shards_;
};

}  // namespace hive
