#include "lib/event_channel.h"

#include <algorithm>
#include <cassert>

#include "lib/encoding.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::seconds heartbeat_period {15};
constexpr std::size_t kept_bytes
    = std::size_t {64} * 1024;  // of frames, for readers that come back
constexpr std::size_t boot_bytes = 6;

/// One for all readers; a line that starts with ':' is a comment.
const EventFrame& heartbeat_frame()
{
    static const auto frame = std::make_shared<const std::string>(":\n\n");
    return frame;
}

/// For a reader whose last frame is not kept: it is to ask for everything anew.
const EventFrame& missed_frame()
{
    static const auto frame = std::make_shared<const std::string>("event: missed\ndata: {}\n\n");
    return frame;
}

}  // namespace

EventStream::EventStream(EventChannel::Impl& channel, std::string first, std::string_view last_id,
    std::function<void()> wake)
    : channel_ {&channel}, wake_ {std::move(wake)}
{
    if (!first.empty())
        current_ = std::make_shared<const std::string>(std::move(first));
    channel_->add(*this);
    if (!last_id.empty())
        channel_->replay(*this, last_id);
}

EventStream::~EventStream()
{
    if (channel_ != nullptr)
        channel_->remove(*this);
}

void EventStream::push(std::string_view event, const EventFrame& frame)
{
    if (waiting_.size() >= room)
        make_room(event);
    waiting_.push_back({std::string {event}, frame});
    wake();
}

// The newest frame of a name says what the older ones said; names do not displace each other
// until there are as many of them as there is room.
void EventStream::make_room(std::string_view event)
{
    std::erase_if(waiting_, [event](const Waiting& waiting) { return waiting.event == event; });
    if (waiting_.size() >= room)
        waiting_.pop_front();
}

void EventStream::push_heartbeat()
{
    if (waiting_.empty() && !current_)
        push("", heartbeat_frame());
}

void EventStream::end()
{
    if (channel_ != nullptr)
        channel_->remove(*this);
    channel_ = nullptr;
    wake();
}

void EventStream::wake()
{
    if (std::exchange(is_starved_, false))
        wake_();
}

std::size_t EventStream::read(char* out, std::size_t size)
{
    if (!current_ && !waiting_.empty()) {
        current_ = std::move(waiting_.front().frame);
        waiting_.pop_front();
        sent_ = 0;
    }
    if (!current_) {
        is_starved_ = true;
        return 0;
    }
    const auto count = std::min(size, current_->size() - sent_);
    std::copy_n(current_->data() + sent_, count, out);
    sent_ += count;
    if (sent_ == current_->size())
        current_ = nullptr;
    return count;
}

void EventChannel::Impl::add(EventStream& stream)
{
    streams.push_back(&stream);
    if (heartbeat)
        return;
    auto watch = loop.every(heartbeat_period, [this] {
        for (auto* const each : streams)
            each->push_heartbeat();
    });
    if (watch)
        heartbeat = std::move(*watch);
    else
        log::warning("event streams have no heartbeat: {}", watch.error().message());
}

void EventChannel::Impl::remove(EventStream& stream)
{
    std::erase(streams, &stream);
    if (streams.empty())
        heartbeat = {};
}

void EventChannel::Impl::keep(Kept kept)
{
    history_bytes += kept.frame->size();
    history.push_back(std::move(kept));
    while (!history.empty() && (history.size() > EventStream::room || history_bytes > kept_bytes)) {
        history_bytes -= history.front().frame->size();
        history.pop_front();
    }
}

void EventChannel::Impl::replay(EventStream& stream, std::string_view last_id) const
{
    if (last_id == fmt::format("{}-{}", boot, published))
        return;
    const auto known = std::ranges::find(history, last_id, &Kept::id);
    if (known == history.end())
        return stream.push("missed", missed_frame());
    for (auto next = known + 1; next != history.end(); ++next)
        stream.push(next->event, next->frame);
}

EventChannel::EventChannel(EventLoop& loop)
    : impl_ {std::make_unique<Impl>(loop, to_hex(random_bytes(boot_bytes)))}
{
}

EventChannel::~EventChannel()
{
    while (!impl_->streams.empty())
        impl_->streams.back()->end();
}

void EventChannel::publish(std::string_view event, std::string_view data)
{
    assert(event.find_first_of("\r\n") == std::string_view::npos
        && data.find_first_of("\r\n") == std::string_view::npos);
    const auto id = fmt::format("{}-{}", impl_->boot, ++impl_->published);
    const auto frame = std::make_shared<const std::string>(
        fmt::format("id: {}\nevent: {}\ndata: {}\n\n", id, event, data));
    impl_->keep({.id = id, .event = std::string {event}, .frame = frame});
    for (auto* const stream : impl_->streams)
        stream->push(event, frame);
}

std::size_t EventChannel::readers() const
{
    return impl_->streams.size();
}

}  // namespace hive
