// supervisor/core/notification.h - one sd_notify(3) message of a service. Pure; fuzzed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hive {

struct Notification {
    bool is_ready = false;  // READY=1
    bool is_stopping = false;  // STOPPING=1
    bool is_alive = false;  // WATCHDOG=1
    std::optional<std::string> status;  // STATUS=…, at most 512 bytes, no control bytes
};

/// Text of a service for people: at most 512 bytes, control bytes as blanks.
[[nodiscard]] std::string clean_status(std::string_view text);

/// Lines NAME=VALUE; names that mean nothing here are passed over, as sd_notify(3) asks.
[[nodiscard]] Notification parse_notification(std::string_view text);

}  // namespace hive
