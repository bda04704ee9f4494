// tools/hive-sample/stop_signals.h - waiting that SIGINT and SIGTERM end.
#pragma once

#include <chrono>
#include <csignal>

namespace hive {

/// Holds both signals back while it lives, so that they are waited for and cut nothing in two.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// @return true as soon as one came, false when the time is over
    [[nodiscard]] bool came_within(std::chrono::nanoseconds time) const;

private:
    sigset_t held_ {};
    sigset_t before_ {};
};

}  // namespace hive
