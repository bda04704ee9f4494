// daemons/guard/source.h - where traffic comes from: one small interface for all kinds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemons/guard/verdict.h"
#include "lib/flow.h"
#include "lib/traffic_event.h"

namespace hive {

/// What a source gives its traffic to. Times are corrected before: see live_time().
class TrafficSink {
public:
    virtual ~TrafficSink() = default;
    /// @param server what the traffic is shown under; "" for the host of the request
    virtual void take(const TrafficEvent& event, std::string_view server) = 0;
    virtual void take(const Flow& flow, EventTime time) = 0;
};

struct SourceCounts {
    std::string name;
    std::string kind;  // "events", "log", "flows"
    std::uint64_t events = 0;
    std::uint64_t refused = 0;  // what is no event
    std::uint64_t corrected = 0;  // whose time was off: they count as now
};

class Source {
public:
    virtual ~Source() = default;
    [[nodiscard]] const SourceCounts& counts() const { return counts_; }

protected:
    explicit Source(std::string name, std::string kind)
        : counts_ {.name = std::move(name), .kind = std::move(kind)}
    {
    }
    /// Counts one that is none, and logs the first of each minute.
    void refuse(std::string_view why);
    /// The time an event counts with: its own, or now when that is more than a minute off (a
    /// recording, a wrong clock); one warning a day.
    [[nodiscard]] EventTime live_time(std::optional<EventTime> time, EventTime now);
    void count() { ++counts_.events; }

private:
    SourceCounts counts_;
    std::chrono::steady_clock::time_point next_refusal_ {};
    std::chrono::steady_clock::time_point next_warning_ {};
};

[[nodiscard]] EventTime event_clock_now();
/// The same in seconds.
[[nodiscard]] double now_in_seconds();

}  // namespace hive
