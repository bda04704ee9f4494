// daemons/proxy/session_feed.h - tells hive-ban where administrators are active: never banned.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// Sends a `session` over hive-ban's control socket, once a minute for each address; all of
/// them anew when hive-ban comes back, as it forgets them when it ends.
class SessionFeed {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t max_addresses = 16;  // as many as hive-ban keeps
    static constexpr std::chrono::minutes period {1};

    static Result<std::unique_ptr<SessionFeed>> create(
        EventLoop& loop, const std::string& socket_path);

    /// An administrator's request. Any thread.
    void note(const Address& address, const std::string& user, Time now);

private:
    struct Told {
        Address address;
        Time time;
    };
    explicit SessionFeed(EventLoop& loop) : loop_ {loop} { }
    bool is_due(const Address& address, Time now);

    EventLoop& loop_;
    std::mutex mutex_;
    std::vector<Told> told_;  // the one told last comes last
    std::unique_ptr<ControlLink> link_;
};

/// Whether "editor,admin" has the group `admin`. Pure.
[[nodiscard]] bool has_administrator(std::string_view groups);

}  // namespace hive
