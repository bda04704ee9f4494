#include "supervisor/portal/live.h"

#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds publish_period {1000};
constexpr std::string_view event_name = "page";

}  // namespace

Live::Live(EventLoop& loop, Render render, Ask now)
    : loop_ {loop}, render_ {std::move(render)}, now_ {std::move(now)}
{
}

Result<std::unique_ptr<Live>> Live::create(EventLoop& loop, Render render, Ask now)
{
    std::unique_ptr<Live> live {new Live {loop, std::move(render), std::move(now)}};
    live->renewal_ = TRY(loop.every(renewal, [self = live.get()] { self->end_all(); }));
    return live;
}

void Live::serve(const std::string& service, Responder responder)
{
    if (readers() >= max_readers)
        return responder.send(HttpResponse::text(503, "too many pages are open\n"));
    EventChannel& channel = channels_.try_emplace(service, loop_).first->second;
    responder.stream(
        channel, fmt::format("retry: 1000\nevent: {}\ndata: {}\n\n", event_name, frame(service)));
}

void Live::change(Urgency urgency)
{
    const bool is_urgent = urgency == Urgency::at_once;
    auto& timer = is_urgent ? at_once_ : soon_;
    if (timer || channels_.empty())
        return;
    // From the loop, so that several changes of one moment make one frame.
    auto watch = loop_.after(
        is_urgent ? std::chrono::milliseconds {0} : publish_period, [this] { publish(); });
    if (watch)
        timer = std::move(*watch);
}

void Live::end_all()
{
    channels_.clear();
}

std::size_t Live::readers() const
{
    std::size_t sum = 0;
    for (const auto& [service, channel] : channels_)
        sum += channel.readers();
    return sum;
}

std::string Live::frame(const std::string& service) const
{
    const Now now = now_();
    Json parts = Json::object();
    for (const LivePart& part : render_(service))
        parts[part.key] = part.content.text();
    return to_text({{"now", epoch_seconds(now.time)}, {"services", now.services},
        {"news", now.news}, {"parts", std::move(parts)}});
}

void Live::publish()
{
    at_once_ = {};
    soon_ = {};
    std::erase_if(channels_, [](const auto& entry) { return entry.second.readers() == 0; });
    for (auto& [service, channel] : channels_)
        channel.publish(event_name, frame(service));
}

}  // namespace hive
