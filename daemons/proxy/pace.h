// daemons/proxy/pace.h - whether something moves fast enough. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hive {

/// Measures bytes over stretches of time, one after the other, while somebody waits for them.
class Pace {
public:
    using Clock = std::chrono::steady_clock;

    /// Nobody waits now.
    void stop() { is_running_ = false; }
    [[nodiscard]] bool is_running() const { return is_running_; }
    /// Whether is_too_slow() has something to begin or to judge: for totals that cost a call.
    [[nodiscard]] bool is_due(std::chrono::seconds stretch, Clock::time_point now) const
    {
        return !is_running_ || now - begin_ >= stretch;
    }
    /// Begins a stretch when none is under way or one has ended.
    /// @param total bytes moved so far, never less than before
    /// @param least bytes a second that are wanted; one in all when 0
    /// @return whether less moved in the stretch that ended
    [[nodiscard]] bool is_too_slow(std::uint64_t total, std::int64_t least,
        std::chrono::seconds stretch, Clock::time_point now)
    {
        if (!is_due(stretch, now))
            return false;
        const auto wanted
            = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(least * stretch.count()));
        const bool is_slow = is_running_ && total - total_ < wanted;
        is_running_ = true;
        begin_ = now;
        total_ = total;
        return is_slow;
    }

private:
    bool is_running_ = false;
    Clock::time_point begin_;
    std::uint64_t total_ = 0;  // when the stretch began
};

}  // namespace hive
