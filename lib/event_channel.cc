#include "lib/event_channel.h"

#include <algorithm>
#include <cassert>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::seconds heartbeat_period {15};

/// One for all readers; a line that starts with ':' is a comment.
const EventFrame& heartbeat_frame()
{
    static const auto frame = std::make_shared<const std::string>(":\n\n");
    return frame;
}

}  // namespace

EventStream::EventStream(EventChannel::Impl& channel, std::string first, std::function<void()> wake)
    : channel_ {&channel}, wake_ {std::move(wake)}
{
    if (!first.empty())
        current_ = std::make_shared<const std::string>(std::move(first));
    channel_->add(*this);
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

EventChannel::EventChannel(EventLoop& loop) : impl_ {std::make_unique<Impl>(loop)} { }

EventChannel::~EventChannel()
{
    while (!impl_->streams.empty())
        impl_->streams.back()->end();
}

void EventChannel::publish(std::string_view event, std::string_view data)
{
    assert(event.find_first_of("\r\n") == event.npos && data.find_first_of("\r\n") == data.npos);
    const auto frame
        = std::make_shared<const std::string>(fmt::format("event: {}\ndata: {}\n\n", event, data));
    for (auto* const stream : impl_->streams)
        stream->push(event, frame);
}

std::size_t EventChannel::readers() const
{
    return impl_->streams.size();
}

}  // namespace hive
