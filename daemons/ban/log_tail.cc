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

/// The same path may be another file by now: adding it again moves the watch there, and is
/// nothing new where it is the same.
void LogTail::watch_paths()
{
    const auto& path = file_.path();
    const auto directory = std::filesystem::path {path}.parent_path();
    const int file_watch = ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY);
    if (file_watch_ >= 0 && file_watch_ != file_watch)
        ::inotify_rm_watch(inotify_.get(), file_watch_);
    file_watch_ = file_watch;
    const int directory_watch
        = ::inotify_add_watch(inotify_.get(), directory.c_str(), IN_CREATE | IN_MOVED_TO);
    if (directory_watch_ >= 0 && directory_watch_ != directory_watch)
        ::inotify_rm_watch(inotify_.get(), directory_watch_);
    directory_watch_ = directory_watch;
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
