// lib/event_channel.h - what waits for one reader of an EventChannel; for http_server.cc only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/event_loop.h"
#include "lib/http_server.h"

namespace hive {

/// A whole frame, shared by all who read it.
using EventFrame = std::shared_ptr<const std::string>;

/// The frames one reader has yet to get. Knows nothing of connections.
class EventStream {
public:
    /// Frames that may wait for one reader, and that are kept for one that comes back.
    static constexpr std::size_t room = 64;

    /// @param first sent before all others, "" for nothing
    /// @param last_id of the last frame this reader has, "" for one that is new
    /// @param wake called when there is something to read, or the end, after a read() gave 0
    EventStream(EventChannel::Impl& channel, std::string first, std::string_view last_id,
        std::function<void()> wake);
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;
    ~EventStream();

    void push(std::string_view event, const EventFrame& frame);
    /// A comment that keeps the connection alive; not needed while frames wait.
    void push_heartbeat();
    void end();

    /// Moves bytes that wait into `out`. @return how many; 0 when nothing waits now
    std::size_t read(char* out, std::size_t size);
    /// No more frames will come; what waits may still be read.
    [[nodiscard]] bool has_ended() const { return channel_ == nullptr; }

private:
    struct Waiting {
        std::string event;
        EventFrame frame;
    };
    void make_room(std::string_view event);
    void wake();

    EventChannel::Impl* channel_;
    std::function<void()> wake_;
    EventFrame current_;
    std::size_t sent_ = 0;  // bytes of current_
    std::deque<Waiting> waiting_;
    bool is_starved_ = false;
};

struct EventChannel::Impl {
    struct Kept {
        std::string id;
        std::string event;
        EventFrame frame;
    };
    EventLoop& loop;
    std::string boot;  // makes ids of another process other ones
    std::int64_t published = 0;
    std::deque<Kept> history;  // oldest first, at most EventStream::room
    std::size_t history_bytes = 0;
    std::vector<EventStream*> streams;
    Watch heartbeat;

    void add(EventStream& stream);
    void remove(EventStream& stream);
    void keep(Kept kept);
    void replay(EventStream& stream, std::string_view last_id) const;
};

}  // namespace hive
