#include "supervisor/core/log_tail.h"

#include <algorithm>
#include <chrono>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fd.h"

namespace hive {
namespace {

constexpr std::size_t line_limit = 4096;
constexpr off_t tail_limit = off_t {256} * 1024;
constexpr std::size_t usual_line = 1024;  // lines are rarely longer: so much is read for each
constexpr std::chrono::milliseconds look_interval {200};

struct OpenFile {
    Fd fd;
    struct stat status {};
};

OpenFile open_file(const std::string& path)
{
    OpenFile file {.fd = Fd {::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)}};
    if (file.fd && (::fstat(file.fd.get(), &file.status) != 0 || !S_ISREG(file.status.st_mode)))
        file.fd.reset();
    return file;
}

/// At most `limit` bytes from `offset` on.
std::string read_part(int fd, off_t offset, off_t limit)
{
    std::string text(static_cast<std::size_t>(limit), '\0');
    const auto length = ::pread(fd, text.data(), text.size(), offset);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return text;
}

}  // namespace

std::vector<std::string> LineSplitter::add(std::string_view bytes)
{
    std::vector<std::string> lines;
    for (const char c : bytes) {
        if (c == '\n')
            lines.push_back(std::exchange(begun_, {}));
        else if (begun_.size() < line_limit)
            begun_ += c;
    }
    return lines;
}

std::vector<std::string> last_lines(const std::string& path, std::size_t count)
{
    const auto file = open_file(path);
    if (!file.fd)
        return {};
    const auto usual = static_cast<off_t>(std::min<std::size_t>(count, 1000) * usual_line);
    const auto start = std::max<off_t>(file.status.st_size - std::min(usual, tail_limit), 0);
    LineSplitter splitter;
    auto lines = splitter.add(read_part(file.fd.get(), start, file.status.st_size - start));
    if (start > 0 && !lines.empty())
        lines.erase(lines.begin());  // it began further up
    if (lines.size() > count)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

std::vector<std::string> newest_within(std::vector<std::string> lines, std::size_t limit)
{
    std::size_t total = 0;
    auto first = lines.end();
    while (first != lines.begin() && (total += std::prev(first)->size()) <= limit)
        --first;
    lines.erase(lines.begin(), first);
    return lines;
}

GrowingLog::GrowingLog(std::string path, Callback callback)
    : path_ {std::move(path)}, callback_ {std::move(callback)}
{
    const auto file = open_file(path_);
    inode_ = file.status.st_ino;
    offset_ = file.status.st_size;
}

Result<std::unique_ptr<LogFollower>> LogFollower::create(
    EventLoop& loop, std::string path, GrowingLog::Callback callback)
{
    std::unique_ptr<LogFollower> follower {
        new LogFollower {GrowingLog {std::move(path), std::move(callback)}}};
    follower->tick_
        = TRY(loop.every(look_interval, [self = follower.get()] { self->log_.look(); }));
    return follower;
}

void GrowingLog::look()
{
    const auto file = open_file(path_);
    if (!file.fd)
        return;
    if (file.status.st_ino != inode_ || file.status.st_size < offset_) {
        inode_ = file.status.st_ino;
        offset_ = 0;
    }
    const auto text
        = read_part(file.fd.get(), offset_, std::min(file.status.st_size - offset_, tail_limit));
    offset_ += static_cast<off_t>(text.size());
    for (const auto& line : splitter_.add(text))
        callback_(line);
}

}  // namespace hive
