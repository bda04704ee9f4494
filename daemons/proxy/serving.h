// daemons/proxy/serving.h - what one thread serves by: settings and connections of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "daemons/proxy/location_counters.h"
#include "daemons/proxy/settings.h"
#include "daemons/proxy/upstream.h"

namespace hive {

/// A server chosen for a request.
struct UpstreamPlace {
    std::size_t group = 0;
    std::size_t server = 0;
};

/// Held by the thread and by each of its requests, so that a reload takes nothing from
/// under a request. Loop thread only.
class Serving {
public:
    Serving(event_base* base, SharedSettings settings, LocationCounters& counters);

    [[nodiscard]] const Settings& settings() const { return *settings_; }
    [[nodiscard]] UpstreamGroup& group(std::size_t upstream) const
    {
        return *settings_->upstreams[upstream];
    }
    [[nodiscard]] UpstreamPool& pool(UpstreamPlace place)
    {
        return *pools_[place.group][place.server];
    }
    [[nodiscard]] StatusCounters& counters(const Location& location)
    {
        return *counters_[location.number];
    }
    void close_stale(Upstream::Clock::time_point now);

private:
    SharedSettings settings_;
    std::vector<std::vector<std::unique_ptr<UpstreamPool>>> pools_;  // by group and server
    std::vector<StatusCounters*> counters_;  // by number of the location
};

}  // namespace hive
