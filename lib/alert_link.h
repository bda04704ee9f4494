// lib/alert_link.h - messages for people, handed to the suite's queue of alerts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json.h"
#include "lib/result.h"

namespace hive {

/// Sends to the verb `alert` of the supervisor's control socket. While that is away messages
/// wait here, the oldest go first when there are too many.
class AlertLink {
public:
    static constexpr std::size_t max_waiting = 1000;

    static Result<std::unique_ptr<AlertLink>> create(
        EventLoop& loop, const std::string& socket_path);
    AlertLink(const AlertLink&) = delete;
    AlertLink& operator=(const AlertLink&) = delete;
    ~AlertLink() = default;

    /// @param alert key, event, severity, subject, text, to: as hive-supervisor(8) says
    void send(Json alert);
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    /// Messages that went for want of room, or that the supervisor refused.
    [[nodiscard]] std::int64_t dropped() const { return dropped_; }

private:
    AlertLink() = default;
    void send_next();
    void answered(const Json& line);

    std::deque<Json> waiting_;  // the first may be under way
    bool is_under_way_ = false;
    std::int64_t dropped_ = 0;
    std::unique_ptr<ControlLink> link_;
};

}  // namespace hive
