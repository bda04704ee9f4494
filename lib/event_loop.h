// lib/event_loop.h - the event loop of a thread; hides libevent.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "lib/result.h"

struct event_base;

namespace hive {

/// A registration in the loop; destroying it cancels the callback. A callback may
/// destroy or replace its own Watch.
class Watch {
public:
    Watch();
    Watch(Watch&& other) noexcept;
    Watch& operator=(Watch&& other) noexcept;
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    [[nodiscard]] explicit operator bool() const { return state_ != nullptr; }

private:
    friend class EventLoop;
    struct State;
    explicit Watch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// One loop per thread. Every callback runs on the thread of run().
class EventLoop {
public:
    using Callback = std::move_only_function<void()>;

    static Result<EventLoop> create();
    EventLoop(EventLoop&&) noexcept;
    EventLoop& operator=(EventLoop&&) noexcept;
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    ~EventLoop();

    /// Calls back each time `fd` can be read (level-triggered). The caller keeps
    /// owning `fd` and destroys the Watch before closing it.
    [[nodiscard]] Result<Watch> on_readable(int fd, Callback callback);
    [[nodiscard]] Result<Watch> on_writable(int fd, Callback callback);
    /// Calls back every `period`. @param period > 0 ms
    [[nodiscard]] Result<Watch> every(std::chrono::milliseconds period, Callback callback);
    /// Calls back once. @param delay >= 0 ms
    [[nodiscard]] Result<Watch> after(std::chrono::milliseconds delay, Callback callback);
    [[nodiscard]] Result<Watch> on_signal(int signal, Callback callback);

    /// Runs `callback` on the loop's thread, soon. The one member any thread may call.
    /// What is posted and not yet run when the loop goes away is dropped.
    void post(Callback callback);

    /// Runs until stop(). @return error when the loop itself broke
    Result<> run();
    void stop();

    /// For a data path that registers its own events (hive-proxy) or a library
    /// that must be driven (lib/http_server.cc).
    [[nodiscard]] event_base* base() const;

private:
    struct Impl;
    explicit EventLoop(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
