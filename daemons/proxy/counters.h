// daemons/proxy/counters.h - what a thread counted; read by the control socket.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace hive {

/// Written by one thread, read by any: no locked instruction per request.
class Counter {
public:
    void add(std::int64_t count = 1)
    {
        value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_ {0};
};

/// Answers by the first digit of their status; 0 counts clients that left before one.
using StatusCounters = std::array<Counter, 6>;
inline void count_status(StatusCounters& counters, int status)
{
    constexpr int client_gone = 499;
    counters[status == client_gone ? 0 : static_cast<std::size_t>(status) / 100].add();
}

/// Upper bounds of the latency histogram, milliseconds; one more bucket has the rest.
constexpr std::array<int, 13> latency_bounds {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};

struct LatencyCounters {
    std::array<Counter, latency_bounds.size() + 1> buckets;
    Counter microseconds;  // of all requests together

    void count(double milliseconds)
    {
        std::size_t bucket = 0;
        while (bucket < latency_bounds.size() && milliseconds > latency_bounds[bucket])
            ++bucket;
        buckets[bucket].add();
        microseconds.add(static_cast<std::int64_t>(milliseconds * 1000));
    }
};

struct Counters {
    Counter requests;  // answered, or given up by the client
    Counter connections;  // accepted
    Counter open;  // now
    Counter bytes_waiting;  // for slow clients and upstreams, lately
    Counter refused;  // connections over a limit and requests of banned clients
    Counter limited;  // requests over a rate
    Counter locked_out;  // logins of clients that failed too often
    Counter failed_logins;
    Counter known_logins;  // let in without a hash
    Counter slow_readers;  // cut for taking their answer too slowly
    Counter upstream_errors;  // answered 502 or 504, or cut in the middle
    Counter retries;  // requests sent again on another upstream connection
    Counter tunnels;  // now
    Counter tls_handshakes;
    Counter tls_resumed;  // of them, without a full handshake
    Counter events_sent;  // to hive-guard
    Counter events_dropped;
    StatusCounters statuses;
    LatencyCounters latency;
};

}  // namespace hive
