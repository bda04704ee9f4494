#include "daemons/ban/log_tail.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <sys/inotify.h>
#include <unistd.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds look_period {2000};

}  // namespace

Result<std::unique_ptr<LogTail>> LogTail::create(EventLoop& loop, std::string path,
    const std::optional<LogPosition>& position, LogFile::Line line)
{
    std::unique_ptr<LogTail> tail {new LogTail {loop, std::move(path), std::move(line)}};
    tail->inotify_.reset(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!tail->inotify_)
        return std::unexpected {Error::from_errno(errno, "inotify_init1")};
    tail->events_ = TRY(loop.on_readable(tail->inotify_.get(), [self = tail.get()] {
        self->drain_events();
        self->read();
    }));
    tail->look_ = TRY(loop.every(look_period, [self = tail.get()] {
        self->watch_paths();
        self->read();
    }));
    tail->file_.open(position);
    tail->watch_paths();
    tail->read();
    return tail;
}

/// The same path may be another file by now: the file it was before stays watched, as its
/// writer may still be at it. Adding what is watched already changes nothing.
void LogTail::watch_paths()
{
    const auto& path = file_.path();
    const int file_watch = ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY);
    if (file_watch >= 0 && file_watch != file_watch_) {
        if (former_watch_ >= 0)
            ::inotify_rm_watch(inotify_.get(), former_watch_);
        former_watch_ = std::exchange(file_watch_, file_watch);
    }
    const auto directory = std::filesystem::path {path}.parent_path();
    ::inotify_add_watch(inotify_.get(), directory.c_str(), IN_CREATE | IN_MOVED_TO);
}

/// Which event it was does not matter: the file itself says what happened to it.
void LogTail::drain_events()
{
    alignas(inotify_event) std::array<char, 4096> buffer {};
    while (::read(inotify_.get(), buffer.data(), buffer.size()) > 0) { }
    watch_paths();
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
