// daemons/proxy/serving.h - what one thread serves by: settings and connections of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "daemons/proxy/settings.h"
#include "daemons/proxy/upstream.h"

namespace hive {

/// Held by the thread and by each of its requests, so that a reload takes nothing from
/// under a request. Loop thread only.
class Serving {
public:
    Serving(event_base* base, SharedSettings settings) : settings_ {std::move(settings)}
    {
        for (const auto& endpoint : settings_->routes.upstreams())
            pools_.push_back(std::make_unique<UpstreamPool>(base, endpoint));
    }

    [[nodiscard]] const Settings& settings() const { return *settings_; }
    [[nodiscard]] UpstreamPool& pool(std::size_t upstream) { return *pools_[upstream]; }
    void close_stale(Upstream::Clock::time_point now)
    {
        for (auto& pool : pools_)
            pool->close_stale(now);
    }

private:
    SharedSettings settings_;
    std::vector<std::unique_ptr<UpstreamPool>> pools_;
};

}  // namespace hive
