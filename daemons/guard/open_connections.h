// daemons/guard/open_connections.h - connections that have not sent a whole request yet. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>

#include "daemons/guard/verdict.h"
#include "lib/traffic_event.h"

namespace hive {

/// Sees slow senders while their connections are still open.
class OpenConnections {
public:
    /// Connections remembered; further ones are not watched, their 408 still counts.
    static constexpr std::size_t room = 20'000;

    explicit OpenConnections(std::chrono::seconds slow_after) : slow_after_ {slow_after} { }

    void note(const TrafficEvent& event);
    /// Calls back once for each connection that is open without a head for slow_after.
    void find_slow(EventTime now, const std::function<void(const Address&)>& slow);

private:
    struct Opened {
        std::uint64_t number;
        EventTime time;
    };
    std::chrono::seconds slow_after_;
    std::unordered_map<std::uint64_t, Address> waiting_;  // by number
    std::deque<Opened> order_;  // the oldest first; those that wait no more among them
};

}  // namespace hive
