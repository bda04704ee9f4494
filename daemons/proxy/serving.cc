#include "daemons/proxy/serving.h"

#include <utility>

namespace hive {

Serving::Serving(event_base* base, SharedSettings settings, LocationCounters& counters)
    : settings_ {std::move(settings)}
{
    for (const auto& group : settings_->upstreams) {
        auto& pools = pools_.emplace_back();
        for (const auto& server : group->config().servers)
            pools.push_back(std::make_unique<UpstreamPool>(base, server.endpoint));
    }
    for (const auto& location : settings_->routes.locations())
        counters_.push_back(&counters.of(location.prefix));
}

void Serving::close_stale(Upstream::Clock::time_point now)
{
    for (auto& group : pools_)
        for (auto& pool : group)
            pool->close_stale(now);
}

}  // namespace hive
