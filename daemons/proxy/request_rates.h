// daemons/proxy/request_rates.h - how many requests each client may make in a second.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "lib/address.h"

namespace hive {

/// A leaky bucket for each client site (client_site.h) and scope, as one moment in time: when
/// the bucket will be empty (GCRA, ITU-T I.371). Any thread.
class RequestRates {
public:
    using Clock = std::chrono::steady_clock;
    /// Clients remembered at once; when all of them are busy, further ones go uncounted.
    static constexpr std::size_t capacity = 65536;

    /// @param scope what the limit is for: a location's prefix
    /// @param per_second >= 1
    /// @param burst requests at once that are still taken, >= 1
    [[nodiscard]] bool admit(const Address& client, const std::string& scope, int per_second,
        int burst, Clock::time_point now);

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Clock::time_point> empty_at;  // by site and scope
        Clock::time_point swept {};

        [[nodiscard]] bool makes_room(Clock::time_point now);
    };

    std::array<Shard, 16> shards_;
};

}  // namespace hive
