// lib/http_windows.h - requests in, the features of each client's window out. No I/O, no clock.
//
// hive-guard and hive-train both use it: a model is shown in service what it learned from.
// Windows are those of event time: five seconds from a multiple of five. A window is over when
// an event, or advance(), is http_lateness behind its end; what comes later still is counted in
// the oldest window that is open. The same events in the same order give the same rows.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "lib/address.h"
#include "lib/client_table.h"
#include "lib/http_features.h"
#include "lib/request_traits.h"
#include "lib/traffic_event.h"

namespace hive {

/// Events this much older than the youngest are still counted in their own window.
constexpr std::chrono::seconds http_lateness {5};

/// A window that is over.
struct HttpWindowRow {
    Address client;  // client_address() of it
    std::chrono::sys_seconds start;
    HttpWindow window;
    HttpFeatures features;
};

class HttpWindows {
public:
    using Time = std::chrono::sys_time<std::chrono::microseconds>;
    using Slot = ClientTable::Slot;
    struct Callbacks {
        /// Rows of one window come in the order of the clients' first requests in it.
        std::function<void(Slot slot, const HttpWindowRow& row)> closed;
        /// The client that had the slot is forgotten; its windows were closed before.
        std::function<void(Slot slot)> evicted = [](Slot) { };
    };

    /// @param room clients at most; about 90 bytes each, and 48 for each window that is open
    HttpWindows(std::size_t room, Callbacks callbacks);
    HttpWindows(const HttpWindows&) = delete;
    HttpWindows& operator=(const HttpWindows&) = delete;
    ~HttpWindows() = default;

    /// Makes the client the youngest. @return its slot, where further things may be kept of it
    Slot touch(const Address& client);
    /// Counts a request in the window of its time.
    void add(Slot slot, Time time, const RequestTraits& request);
    /// Closes what is over at `now` even without a further event.
    void advance(Time now);
    /// Closes all windows.
    void finish();

    [[nodiscard]] const ClientTable& clients() const { return clients_; }
    /// Requests that came when their window was over.
    [[nodiscard]] std::uint64_t late() const { return late_; }

private:
    static constexpr std::uint32_t none = 0xffff'ffff;
    /// The window and the one after it: lateness reaches no further.
    static constexpr std::size_t open_windows = 2;

    void close_before(std::int64_t number);
    void close(Slot slot, std::int64_t number);
    [[nodiscard]] HttpWindow& window_of(Slot slot, std::int64_t number);

    Callbacks callbacks_;
    ClientTable clients_;
    std::vector<HttpHistory> histories_;  // by slot
    std::vector<std::array<std::uint32_t, open_windows>> open_;  // by slot: places in pool_
    std::vector<HttpWindow> pool_;
    std::vector<std::uint32_t> free_;  // places of it
    std::array<std::vector<Slot>, open_windows> active_;  // who has that window, in order
    std::int64_t oldest_ = 0;  // the first window that is open
    Time youngest_ {};
    std::uint64_t late_ = 0;
};

}  // namespace hive
