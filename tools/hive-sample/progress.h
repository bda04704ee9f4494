// tools/hive-sample/progress.h - how far the writing is, on one line of a terminal.
#pragma once

#include <chrono>
#include <cstdint>

namespace hive {

/// Writes nothing when standard error is no terminal.
class ProgressLine {
public:
    explicit ProgressLine(std::int64_t total);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// At most ten times a second something is shown.
    void show(std::int64_t rows);

private:
    using Clock = std::chrono::steady_clock;
    std::int64_t total_;
    bool is_terminal_;
    Clock::time_point began_ = Clock::now();
    Clock::time_point shown_ {};
};

}  // namespace hive
