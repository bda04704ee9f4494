// daemons/proxy/socket_event.h - a readiness event of a socket, held in place: no allocation.
#pragma once

#include <cassert>

#include <event2/event.h>
#include <event2/event_struct.h>

namespace hive {

enum class Readiness : short { read = EV_READ, write = EV_WRITE };

/// Calls a member function of its owner each time the socket is ready, until stopped.
/// Destroy it before closing the socket.
class SocketEvent {
public:
    SocketEvent() = default;
    SocketEvent(const SocketEvent&) = delete;
    SocketEvent& operator=(const SocketEvent&) = delete;
    ~SocketEvent() { stop(); }

    /// Once, before the first start().
    template <auto Member, class Owner>
    void assign(event_base* base, int fd, Readiness readiness, Owner* owner)
    {
        event_assign(
            &event_, base, fd, static_cast<short>(static_cast<short>(readiness) | EV_PERSIST),
            [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
                (static_cast<Owner*>(self)->*Member)();
            },
            owner);
    }
    void start()
    {
        if (is_on_)
            return;
        is_on_ = true;
        [[maybe_unused]] const int failed = event_add(&event_, nullptr);
        assert(failed == 0);
    }
    void stop()
    {
        if (!is_on_)
            return;
        is_on_ = false;
        event_del(&event_);
    }
    void turn(bool on) { on ? start() : stop(); }
    [[nodiscard]] bool is_on() const { return is_on_; }

private:
    event event_ {};
    bool is_on_ = false;
};

}  // namespace hive
