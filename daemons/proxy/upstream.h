// daemons/proxy/upstream.h - connections to upstream servers and the idle ones a thread keeps.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/proxy/retired.h"
#include "daemons/proxy/socket_event.h"
#include "lib/address.h"
#include "lib/fd.h"

namespace hive {

/// Who uses an upstream connection at the moment.
class UpstreamUser {
public:
    /// There is something to read, or the end.
    virtual void on_upstream_readable() = 0;
    /// Connected, and all that was sent has left.
    virtual void on_upstream_clear() = 0;
    /// @param errnum why there is no connection
    virtual void on_upstream_unreachable(int errnum) = 0;

protected:
    ~UpstreamUser() = default;
};

/// One connection to an upstream. Loop thread only.
class Upstream final : public Retired {
public:
    using Clock = std::chrono::steady_clock;

    /// @param address outlives the connection
    Upstream(event_base* base, const SocketAddress& address);
    Upstream(const Upstream&) = delete;
    Upstream& operator=(const Upstream&) = delete;
    ~Upstream() override;

    /// Begins to connect; the user hears of it from the loop, never from within this call.
    /// A Unix socket whose queue is full is tried again until the user gives up.
    void connect();
    void set_user(UpstreamUser* user) { user_ = user; }
    /// No event calls back any more; the user lets go of it.
    void abandon();

    /// Sends, or keeps what the socket does not take. After a failed write all is dropped:
    /// an early answer may still be there to read.
    void send(std::span<const std::string_view> pieces);
    /// Tells the server that nothing more comes, once all has left.
    void end_sending();
    [[nodiscard]] bool is_clear() const { return is_connected_ && pending_.empty(); }
    /// Bytes kept until the socket takes them.
    [[nodiscard]] std::size_t bytes_waiting() const { return pending_.size(); }
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] bool is_broken() const { return is_broken_; }

    /// @return bytes read, 0 at the end, -1 with errno
    [[nodiscard]] ssize_t read(std::span<char> room) const;
    void pause_reading() { readable_.stop(); }
    void resume_reading() { readable_.start(); }

    Clock::time_point idle_since {};

private:
    void try_connect();
    void retry_soon();
    void connected();
    void on_readable();
    void on_writable();
    void flush();

    event_base* base_;
    const SocketAddress& address_;
    Fd fd_;
    UpstreamUser* user_ = nullptr;
    std::string pending_;
    bool is_connected_ = false;
    bool is_broken_ = false;
    bool is_ending_ = false;
    event retry_ {};
    SocketEvent readable_;
    SocketEvent writable_;
};

/// The idle connections of one thread to one upstream. Bounded.
class UpstreamPool final : public UpstreamUser {
public:
    UpstreamPool(event_base* base, const Endpoint& endpoint);

    /// A connection that was used before, or nullptr.
    [[nodiscard]] std::unique_ptr<Upstream> take_idle();
    /// A fresh one, not yet connecting.
    [[nodiscard]] std::unique_ptr<Upstream> make();
    /// Keeps it for the next request. It is clear and its last answer was read to the end.
    void give_back(std::unique_ptr<Upstream> upstream);
    /// Closes those idle too long: before the upstream does, which would race with a request.
    void close_stale(Upstream::Clock::time_point now);
    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

    /// An idle connection that can be read has ended, or said something unasked.
    void on_upstream_readable() override;
    void on_upstream_clear() override { }
    void on_upstream_unreachable(int /*errnum*/) override { }

private:
    event_base* base_;
    Endpoint endpoint_;
    SocketAddress address_;
    std::vector<std::unique_ptr<Upstream>> idle_;  // the last used at the end
};

}  // namespace hive
