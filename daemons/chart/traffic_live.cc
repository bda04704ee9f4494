#include "daemons/chart/traffic_live.h"

#include <cassert>
#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds period {500};

}  // namespace

TrafficLive::TrafficLive(EventLoop& loop, TrafficStore& store, EventChannel& channel)
    : loop_ {loop}, store_ {store}, channel_ {channel}
{
}

Result<std::unique_ptr<TrafficLive>> TrafficLive::create(
    EventLoop& loop, TrafficStore& store, EventChannel& channel)
{
    std::unique_ptr<TrafficLive> live {new TrafficLive {loop, store, channel}};
    live->period_ = TRY(loop.every(period, [self = live.get()] { self->look(); }));
    return live;
}

void TrafficLive::want()
{
    wanted_until_ = Clock::now() + interest;
}

void TrafficLive::look()
{
    if (is_looking_ || channel_.readers() == 0 || Clock::now() > wanted_until_)
        return;
    is_looking_ = true;
    const bool is_taken = worker_.submit(
        loop_,
        [this]() -> Result<std::optional<Json>> {
            auto tick = TRY(
                store_.with([this](Sqlite& database) { return traffic_tick(database, mark_); }));
            return tick ? *std::move(tick) : std::nullopt;
        },
        [this](Result<std::optional<Json>> tick) { take(std::move(tick)); });
    assert(is_taken);  // one look at a time, room for one
}

void TrafficLive::take(Result<std::optional<Json>> tick)
{
    is_looking_ = false;
    if (!tick && !std::exchange(has_failed_, true))
        log::error("failed to read traffic {}", log::field("error", tick.error().message()));
    if (!tick)
        return;
    has_failed_ = false;
    if (const auto& change = *tick)
        channel_.publish("traffic", to_text(*change));
}

}  // namespace hive
