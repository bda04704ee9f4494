// daemons/ban/log_tail.h - follows one log file as it grows.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemons/ban/file_watch.h"
#include "daemons/ban/log_file.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// Woken by inotify on the file and its directory, and by a look every 2 s for what inotify
/// does not see: a directory made later, a file system of another machine. Reads at most
/// 64 kB each turn of the loop, so that a flood in one log holds up nothing else.
class LogTail {
public:
    /// @param watch outlives it
    /// @param position where a former run stopped; none: start at the end of the file
    static Result<std::unique_ptr<LogTail>> create(EventLoop& loop, FileWatch& watch,
        std::string path, const std::optional<LogPosition>& position, LogFile::Line line);
    LogTail(const LogTail&) = delete;
    LogTail& operator=(const LogTail&) = delete;
    ~LogTail();

    [[nodiscard]] const LogFile& file() const { return file_; }

private:
    LogTail(EventLoop& loop, FileWatch& watch, std::string path, LogFile::Line line)
        : loop_ {loop}, watch_ {watch}, file_ {std::move(path)}, line_ {std::move(line)}
    {
    }
    void look();
    void watch_paths();
    void read();

    EventLoop& loop_;
    FileWatch& watch_;
    LogFile file_;
    LogFile::Line line_;
    int file_watch_ = -1;
    int former_watch_ = -1;  // of the file that had the path before
    Watch look_;
    Watch next_turn_;
};

}  // namespace hive
