// daemons/chart/traffic_live.h - what hive-guard writes -> events to open traffic pages.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "daemons/chart/traffic_picture.h"
#include "daemons/chart/traffic_store.h"
#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/worker.h"

namespace hive {

/// Twice a second, as long as pages want it, looks whether hive-guard has written (it does once
/// a second) and publishes a `traffic` event, a tick of traffic_picture.h.
class TrafficLive {
public:
    /// @param store, channel outlive the TrafficLive
    static Result<std::unique_ptr<TrafficLive>> create(
        EventLoop& loop, TrafficStore& store, EventChannel& channel);

    /// A page has read the picture; it does so again within `interest`.
    void want();
    static constexpr std::chrono::seconds interest {60};

private:
    TrafficLive(EventLoop& loop, TrafficStore& store, EventChannel& channel);
    void look();
    void take(Result<std::optional<Json>> tick);

    EventLoop& loop_;
    TrafficStore& store_;
    EventChannel& channel_;
    TrafficMark mark_;  // the worker's while is_looking_
    bool is_looking_ = false;
    bool has_failed_ = false;
    std::chrono::steady_clock::time_point wanted_until_;
    Worker worker_ {1, 1};
    Watch period_;
};

}  // namespace hive
