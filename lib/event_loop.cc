#include "lib/event_loop.h"

#include <cassert>
#include <cerrno>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include <sys/eventfd.h>

#include <event2/event.h>

#include "lib/fd.h"
#include "lib/handle.h"

namespace hive {

struct Watch::State {
    EventLoop::Callback callback;
    Handle<event, event_free> registration;
    bool is_firing = false;
    bool is_abandoned = false;  // its Watch went away while the callback ran

    static void fire(evutil_socket_t /*fd*/, short /*what*/, void* self)
    {
        auto* state = static_cast<State*>(self);
        state->is_firing = true;
        state->callback();
        state->is_firing = false;
        if (state->is_abandoned)
            delete state;
    }

    /// Gives the state up: at once, or, from within its own callback, when that returns.
    static void abandon(std::unique_ptr<State> state)
    {
        if (!state || !state->is_firing)
            return;
        state->is_abandoned = true;
        state->registration.reset();
        [[maybe_unused]] auto* const freed_by_fire = state.release();
    }
};

Watch::Watch() = default;
Watch::Watch(std::unique_ptr<State> state) : state_ {std::move(state)} { }
Watch::Watch(Watch&&) noexcept = default;
Watch& Watch::operator=(Watch&& other) noexcept
{
    if (this != &other) {
        auto old = std::exchange(state_, std::move(other.state_));
        State::abandon(std::move(old));
    }
    return *this;
}
Watch::~Watch()
{
    State::abandon(std::move(state_));
}

struct EventLoop::Impl {
    Handle<event_base, event_base_free> base;
    Fd wake;
    std::mutex mutex;
    std::vector<Callback> posted;  // guarded by mutex
    Handle<event, event_free> on_wake;

    Result<std::unique_ptr<Watch::State>> add(
        int fd, short what, const timeval* period, Callback callback) const
    {
        auto state = std::make_unique<Watch::State>();
        state->callback = std::move(callback);
        state->registration.reset(
            event_new(base.get(), fd, what, &Watch::State::fire, state.get()));
        if (!state->registration || event_add(state->registration.get(), period) != 0)
            return fail("event loop: cannot watch descriptor {}", fd);
        return state;
    }

    static void run_posted(evutil_socket_t fd, short /*what*/, void* self)
    {
        auto* impl = static_cast<Impl*>(self);
        std::uint64_t count = 0;
        [[maybe_unused]] const auto drained = ::read(fd, &count, sizeof count);
        std::vector<Callback> callbacks;
        {
            const std::lock_guard lock {impl->mutex};
            callbacks.swap(impl->posted);
        }
        for (auto& callback : callbacks)
            callback();
    }

    Result<> open_wake()
    {
        wake.reset(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
        if (!wake)
            return std::unexpected {Error::from_errno(errno, "eventfd")};
        on_wake.reset(event_new(base.get(), wake.get(), EV_READ | EV_PERSIST, &run_posted, this));
        if (!on_wake || event_add(on_wake.get(), nullptr) != 0)
            return fail("event loop: cannot watch its own wake descriptor");
        return {};
    }
};

namespace {

timeval to_timeval(std::chrono::milliseconds span)
{
    return {.tv_sec = span.count() / 1000, .tv_usec = (span.count() % 1000) * 1000};
}

}  // namespace

EventLoop::EventLoop(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
EventLoop::EventLoop(EventLoop&&) noexcept = default;
EventLoop& EventLoop::operator=(EventLoop&&) noexcept = default;
EventLoop::~EventLoop() = default;

Result<EventLoop> EventLoop::create()
{
    const Handle<event_config, event_config_free> config {event_config_new()};
    // Only post() is called by other threads, and it has its own lock.
    event_config_set_flag(config.get(), EVENT_BASE_FLAG_NOLOCK);
    auto impl = std::make_unique<Impl>();
    impl->base.reset(event_base_new_with_config(config.get()));
    if (!impl->base)
        return fail("event loop: no usable backend");
    TRY(impl->open_wake());
    return EventLoop {std::move(impl)};
}

Result<Watch> EventLoop::on_readable(int fd, Callback callback)
{
    return Watch {TRY(impl_->add(fd, EV_READ | EV_PERSIST, nullptr, std::move(callback)))};
}

Result<Watch> EventLoop::on_writable(int fd, Callback callback)
{
    return Watch {TRY(impl_->add(fd, EV_WRITE | EV_PERSIST, nullptr, std::move(callback)))};
}

Result<Watch> EventLoop::every(std::chrono::milliseconds period, Callback callback)
{
    assert(period.count() > 0);
    const auto interval = to_timeval(period);
    return Watch {TRY(impl_->add(-1, EV_PERSIST, &interval, std::move(callback)))};
}

Result<Watch> EventLoop::after(std::chrono::milliseconds delay, Callback callback)
{
    assert(delay.count() >= 0);
    const auto interval = to_timeval(delay);
    return Watch {TRY(impl_->add(-1, 0, &interval, std::move(callback)))};
}

Result<Watch> EventLoop::on_signal(int signal, Callback callback)
{
    return Watch {TRY(impl_->add(signal, EV_SIGNAL | EV_PERSIST, nullptr, std::move(callback)))};
}

void EventLoop::post(Callback callback)
{
    {
        const std::lock_guard lock {impl_->mutex};
        impl_->posted.push_back(std::move(callback));
    }
    constexpr std::uint64_t one = 1;
    [[maybe_unused]] const auto woken = ::write(impl_->wake.get(), &one, sizeof one);
}

Result<> EventLoop::run()
{
    if (event_base_dispatch(impl_->base.get()) < 0)
        return std::unexpected {Error::from_errno(errno, "event loop")};
    return {};
}

void EventLoop::stop()
{
    event_base_loopbreak(impl_->base.get());
}

event_base* EventLoop::base() const
{
    return impl_->base.get();
}

}  // namespace hive
