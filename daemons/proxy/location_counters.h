// daemons/proxy/location_counters.h - a thread's counts by location; they outlive a reload.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "daemons/proxy/counters.h"

namespace hive {

/// Counters are found by the location's prefix and never go away. The thread counts; any
/// thread may look. Bounded by the prefixes the configuration ever had.
class LocationCounters {
public:
    [[nodiscard]] StatusCounters& of(const std::string& prefix)
    {
        const std::lock_guard lock {mutex_};
        return counters_[prefix];
    }
    void visit(const std::function<void(const std::string&, const StatusCounters&)>& look) const
    {
        const std::lock_guard lock {mutex_};
        for (const auto& [prefix, counters] : counters_)
            look(prefix, counters);
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, StatusCounters> counters_;  // a map's elements stay where they are
};

}  // namespace hive
