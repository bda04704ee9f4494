// daemons/proxy/failure_feed.h - tells hive-ban of failed logins.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "lib/address.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

struct FailedLogin {
    Address client;
    std::string user;
    std::string credential;  // equal for equal user and password
    std::chrono::system_clock::time_point time;
};

/// Sends one `failure` at a time over hive-ban's control socket; keeps what could not be
/// said while hive-ban is away, at most `capacity`, the oldest dropped first.
class FailureFeed {
public:
    static constexpr std::size_t capacity = 1000;

    static Result<std::unique_ptr<FailureFeed>> create(
        EventLoop& loop, const std::string& socket_path);

    /// Any thread.
    void report(FailedLogin failure);
    /// Loop thread.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    explicit FailureFeed(EventLoop& loop) : loop_ {loop} { }
    void add(FailedLogin failure);
    void send_next();
    void answered(const Json& answer);

    EventLoop& loop_;
    std::deque<FailedLogin> waiting_;  // the first may be under way
    bool is_under_way_ = false;
    std::uint64_t dropped_ = 0;
    std::unique_ptr<ControlLink> link_;
};

}  // namespace hive
