#include "daemons/ban/log_tail.h"

#include <filesystem>
#include <utility>

#include <sys/inotify.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds look_period {2000};

}  // namespace

Result<std::unique_ptr<LogTail>> LogTail::create(EventLoop& loop, FileWatch& watch,
    std::string path, const std::optional<LogPosition>& position, LogFile::Line line)
{
    std::unique_ptr<LogTail> tail {new LogTail {loop, watch, std::move(path), std::move(line)}};
    tail->look_ = TRY(loop.every(look_period, [self = tail.get()] { self->look(); }));
    tail->file_.open(position);
    tail->watch_paths();
    // Not at once: the others are opened first.
    tail->next_turn_
        = TRY(loop.after(std::chrono::milliseconds {0}, [self = tail.get()] { self->read(); }));
    return tail;
}

LogTail::~LogTail()
{
    watch_.forget(this);
}

void LogTail::look()
{
    watch_paths();
    if (!next_turn_)
        read();
}

/// The same path may be another file by now: the file it was before stays watched, as its
/// writer may still be at it.
void LogTail::watch_paths()
{
    const auto& path = file_.path();
    const auto wake = [this] { look(); };
    const int file_watch = watch_.watch(this, path, IN_MODIFY, wake);
    if (file_watch >= 0 && file_watch != file_watch_) {
        if (former_watch_ >= 0)
            watch_.forget(this, former_watch_);
        former_watch_ = std::exchange(file_watch_, file_watch);
    }
    const auto directory = std::filesystem::path {path}.parent_path();
    watch_.watch(this, directory, IN_CREATE | IN_MOVED_TO, wake);
}

void LogTail::read()
{
    const int rotations = file_.rotations();
    const auto progress = file_.read(line_);
    if (file_.rotations() != rotations) {
        log::notice("rotated {}", log::field("log", file_.path()));
        watch_paths();
    }
    if (progress == LogFile::Progress::at_end) {
        next_turn_ = Watch {};
        return;
    }
    auto turn = loop_.after(std::chrono::milliseconds {0}, [this] { read(); });
    if (turn)
        next_turn_ = *std::move(turn);
}

}  // namespace hive
