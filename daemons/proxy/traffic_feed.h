// daemons/proxy/traffic_feed.h - one thread's events for hive-guard, dropped when it is slow.
#pragma once

#include <chrono>
#include <string>

#include <event2/event_struct.h>

#include "daemons/proxy/counters.h"
#include "lib/address.h"
#include "lib/fd.h"
#include "lib/traffic_event.h"

namespace hive {

class Connection;
class Exchange;

/// Gathers the events of a turn of the loop into datagrams (lib/traffic_event.h). Never
/// blocks: what the socket does not take at once is counted and gone. Loop thread only.
class TrafficFeed {
public:
    using Clock = std::chrono::steady_clock;

    /// @param counters events_sent and events_dropped of it
    TrafficFeed(event_base* base, Counters& counters);
    TrafficFeed(const TrafficFeed&) = delete;
    TrafficFeed& operator=(const TrafficFeed&) = delete;
    ~TrafficFeed();

    void add(const Exchange& exchange, TrafficEvent::Kind kind);
    void add(const Connection& connection, TrafficEvent::Kind kind);
    /// Connects when hive-guard is there, at most once a second.
    void try_connect(Clock::time_point now);

private:
    void append(const TrafficEvent& event);
    void flush();

    Counters& counters_;
    SocketAddress address_;
    Fd fd_;
    Clock::time_point next_try_ {};
    std::string datagram_;
    int waiting_ = 0;  // events in datagram_
    event end_of_turn_ {};
};

}  // namespace hive
