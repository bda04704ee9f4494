// daemons/ban/log_tail.h - follows one log file as it grows (inotify).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemons/ban/log_file.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Woken by inotify on the file and its directory, and by a look every 2 s for what inotify
/// does not see: a directory made later, a file system of another machine. Reads at most
/// 64 kB each turn of the loop, so that a flood in one log holds up nothing else.
class LogTail {
public:
    /// @param position where a former run stopped; none: start at the end of the file
    static Result<std::unique_ptr<LogTail>> create(EventLoop& loop, std::string path,
        const std::optional<LogPosition>& position, LogFile::Line line);

    [[nodiscard]] const LogFile& file() const { return file_; }

private:
    LogTail(EventLoop& loop, std::string path, LogFile::Line line)
        : loop_ {loop}, file_ {std::move(path)}, line_ {std::move(line)}
    {
    }
    void watch_paths();
    void drain_events();
    void read();

    EventLoop& loop_;
    LogFile file_;
    LogFile::Line line_;
    Fd inotify_;
    int file_watch_ = -1;
    int former_watch_ = -1;  // of the file that had the path before
    Watch events_;
    Watch look_;
    Watch next_turn_;
};

}  // namespace hive
