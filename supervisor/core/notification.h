// supervisor/core/notification.h - one sd_notify(3) message of a service. Pure; fuzzed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace hive {

struct Notification {
    bool is_ready = false;  // READY=1
    bool is_reloading = false;  // RELOADING=1
    bool is_stopping = false;  // STOPPING=1
    bool is_alive = false;  // WATCHDOG=1
    bool is_stuck = false;  // WATCHDOG=trigger
    std::optional<std::string> status;  // STATUS=…, at most 512 bytes, no control bytes
    std::optional<pid_t> main_process;  // MAINPID=…, > 1
    std::optional<std::chrono::milliseconds> extension;  // EXTEND_TIMEOUT_USEC=…, 1 ms to 1 h
    std::optional<std::chrono::milliseconds> watchdog;  // WATCHDOG_USEC=…, up to 1 h; 0: none
    std::optional<std::uint64_t> reload_time;  // MONOTONIC_USEC=…
    bool stores = false;  // FDSTORE=1
    bool removes = false;  // FDSTOREREMOVE=1
    bool drops_dead = true;  // unless FDPOLL=0
    std::string descriptor_name = "stored";  // FDNAME=…, at most 64 printable bytes, no ':'
};

/// Text of a service for people: at most 512 bytes, control bytes as blanks.
[[nodiscard]] std::string clean_status(std::string_view text);

/// Lines NAME=VALUE; names that mean nothing here are passed over, as sd_notify(3) asks, and so
/// are values that cannot be.
[[nodiscard]] Notification parse_notification(std::string_view text);

}  // namespace hive
