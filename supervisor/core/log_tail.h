// supervisor/core/log_tail.h - the end of a log file, once or as it grows.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// The last lines of a file, oldest first; none when it cannot be read. Lines of more than
/// 4 kB are cut; 1 kB a line is looked at from the end, at most 256 kB.
[[nodiscard]] std::vector<std::string> last_lines(const std::string& path, std::size_t count);

/// As many of the last lines as have no more than `limit` bytes together. Pure.
[[nodiscard]] std::vector<std::string> newest_within(
    std::vector<std::string> lines, std::size_t limit);

/// Whole lines of a growing text. Pure.
class LineSplitter {
public:
    /// @return the lines that are complete now
    [[nodiscard]] std::vector<std::string> add(std::string_view bytes);

private:
    std::string begun_;
};

/// Calls back for each line written to a file from now on, over rotation and truncation.
class GrowingLog {
public:
    using Callback = std::function<void(const std::string& line)>;
    GrowingLog(std::string path, Callback callback);

    /// Reads what has been written since the last time, at most 256 kB.
    void look();

private:
    std::string path_;
    Callback callback_;
    ino_t inode_ = 0;
    off_t offset_ = 0;
    LineSplitter splitter_;
};

/// Looks at a growing log five times a second.
class LogFollower {
public:
    static Result<std::unique_ptr<LogFollower>> create(
        EventLoop& loop, std::string path, GrowingLog::Callback callback);

private:
    explicit LogFollower(GrowingLog log) : log_ {std::move(log)} { }

    GrowingLog log_;
    Watch tick_;
};

}  // namespace hive
