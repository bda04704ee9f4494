// daemons/proxy/counters.h - what a thread counted; read by the control socket.
#pragma once

#include <atomic>
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

struct Counters {
    Counter requests;  // answered, or given up by the client
    Counter connections;  // accepted
    Counter open;  // now
    Counter refused;  // connections over a limit and requests of banned clients
    Counter failed_logins;
    Counter upstream_errors;  // answered 502 or 504, or cut in the middle
    Counter retries;  // requests sent again on another upstream connection
};

}  // namespace hive
