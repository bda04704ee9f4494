#include "daemons/proxy/log_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "lib/log.h"

namespace hive {

Result<Fd> LogFile::open_for_append(const std::string& path)
{
    constexpr mode_t mode = 0640;
    Fd fd {::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, mode)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    return fd;
}

Result<std::unique_ptr<LogFile>> LogFile::open(std::string path)
{
    auto fd = TRY(open_for_append(path));
    return std::unique_ptr<LogFile> {new LogFile {std::move(path), std::move(fd)}};
}

Result<> LogFile::reopen()
{
    const auto fresh = TRY(open_for_append(path_));
    if (::dup3(fresh.get(), fd_.get(), O_CLOEXEC) < 0)
        return std::unexpected {Error::from_errno(errno, "reopen " + path_)};
    return {};
}

Result<> LogFile::rotate(std::int64_t size, int keep)
{
    struct stat status {};
    if (size == 0 || ::fstat(fd_.get(), &status) != 0 || status.st_size < size)
        return {};
    const auto numbered = [&](int number) { return fmt::format("{}.{}", path_, number); };
    for (int number = keep; number > 1; --number)
        if (::rename(numbered(number - 1).c_str(), numbered(number).c_str()) != 0
            && errno != ENOENT)
            return std::unexpected {Error::from_errno(errno, "rename " + numbered(number - 1))};
    if (::rename(path_.c_str(), numbered(1).c_str()) != 0 && errno != ENOENT)
        return std::unexpected {Error::from_errno(errno, "rename " + path_)};
    return reopen();
}

void LogFile::write(std::string_view lines)
{
    while (!lines.empty()) {
        const auto written = ::write(fd_.get(), lines.data(), lines.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const int why = errno;
            if (!has_failed_.exchange(true))
                log::error("lost lines {}",
                    log::field("why", Error::from_errno(why, "write " + path_).message()));
            return;
        }
        lines.remove_prefix(static_cast<std::size_t>(written));
    }
    has_failed_ = false;
}

LogBatch::LogBatch(LogFile& file, event_base* base) : file_ {file}
{
    event_assign(
        &due_, base, -1, 0,
        [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
            static_cast<LogBatch*>(self)->flush();
        },
        this);
}

LogBatch::~LogBatch()
{
    event_del(&due_);
    flush();
}

void LogBatch::add(std::string_view line)
{
    constexpr std::size_t room {64U << 10U};
    if (lines_.size() + line.size() > room)
        flush();
    if (lines_.empty())
        schedule();
    lines_ += line;
}

void LogBatch::schedule()
{
    using namespace std::chrono;
    const auto wait = duration_cast<microseconds>(next_ - Clock::now());
    if (wait.count() <= 0)
        return event_active(&due_, EV_TIMEOUT, 1);
    const timeval span {.tv_sec = 0, .tv_usec = wait.count()};
    event_add(&due_, &span);
}

void LogBatch::flush()
{
    constexpr std::chrono::milliseconds pause {10};
    if (lines_.empty())
        return;
    file_.write(lines_);
    lines_.clear();
    next_ = Clock::now() + pause;
}

}  // namespace hive
