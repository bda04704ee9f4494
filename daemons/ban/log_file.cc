#include "daemons/ban/log_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t read_room = 64UL * 1024;
constexpr std::int64_t head_size = 64;

struct Identity {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
};

std::optional<Identity> identity(int fd)
{
    struct stat status {};
    if (::fstat(fd, &status) != 0)
        return std::nullopt;
    return Identity {.inode = status.st_ino, .size = status.st_size};
}

/// A file of another kind (a pipe, a device) has no positions, and opening it could block.
/// @return none, and errno says why
Fd open_regular(const std::string& path)
{
    Fd fd {::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    struct stat status {};
    if (fd && (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))) {
        fd.reset();
        errno = EINVAL;
    }
    return fd;
}

std::string bytes_at(int fd, std::int64_t offset, std::size_t count)
{
    std::string bytes(count, '\0');
    const auto read = ::pread(fd, bytes.data(), count, offset);
    bytes.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
    return bytes;
}

/// The file with this inode whose name starts like `path`: access.log.1, access.log-20260529.
std::optional<std::string> renamed(const std::string& path, std::uint64_t inode)
{
    const std::filesystem::path original {path};
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator {original.parent_path(), error};
        !error && entry != std::filesystem::directory_iterator {}; entry.increment(error)) {
        const auto& candidate = entry->path();
        struct stat status {};
        if (candidate.filename().string().starts_with(original.filename().string())
            && ::stat(candidate.c_str(), &status) == 0 && status.st_ino == inode)
            return candidate.string();
    }
    return std::nullopt;
}

}  // namespace

void LogFile::open(const std::optional<LogPosition>& position)
{
    if (position && resume(*position))
        return;
    if (!open_at_start())
        return;
    if (position)
        age_ = LineAge::backlog;  // another file by now: all of it is new to us
    else
        offset_ = identity(fd_.get()).value_or(Identity {}).size;
    learn_head();
}

LogPosition LogFile::before_end(const std::string& path, std::int64_t bytes)
{
    const Fd fd = open_regular(path);
    const auto found = fd ? identity(fd.get()) : std::nullopt;
    if (!found || found->size <= bytes)
        return {};
    const auto begin = found->size - bytes;
    const auto line = bytes_at(fd.get(), begin, read_room).find('\n');
    return {.inode = found->inode,
        .offset = line == std::string::npos ? begin : begin + static_cast<std::int64_t>(line) + 1,
        .head = bytes_at(fd.get(), 0, head_size)};
}

void LogFile::restart()
{
    offset_ = 0;
    head_.clear();
    splitter_.reset();
}

void LogFile::learn_head()
{
    const auto known = std::min(offset_, head_size);
    if (static_cast<std::int64_t>(head_.size()) < known)
        head_ = bytes_at(fd_.get(), 0, static_cast<std::size_t>(known));
}

/// Cut off and written anew: shorter than we have read, or another beginning.
bool LogFile::is_rewritten(std::int64_t size) const
{
    return size < offset_ || bytes_at(fd_.get(), 0, head_.size()) != head_;
}

bool LogFile::open_at_start()
{
    Fd fd = open_regular(path_);
    const int error = errno;
    const auto found = fd ? identity(fd.get()) : std::nullopt;
    if (!found) {
        if (error != ENOENT)
            complain("open", error);
        return false;
    }
    is_failing_ = false;
    fd_ = std::move(fd);
    inode_ = found->inode;
    age_ = LineAge::live;
    restart();
    return true;
}

bool LogFile::is_same(int fd, const LogPosition& position)
{
    const auto found = identity(fd);
    return found && found->inode == position.inode && found->size >= position.offset
        && bytes_at(fd, 0, position.head.size()) == position.head;
}

bool LogFile::resume(const LogPosition& position)
{
    Fd fd = open_regular(path_);
    if (!fd || !is_same(fd.get(), position)) {
        const auto name = renamed(path_, position.inode);
        fd = name ? open_regular(*name) : Fd {};
    }
    if (!fd || !is_same(fd.get(), position))
        return false;
    fd_ = std::move(fd);
    inode_ = position.inode;
    offset_ = position.offset;
    head_ = position.head;
    age_ = LineAge::backlog;
    return true;
}

LogFile::Progress LogFile::read(const Line& line)
{
    if (!fd_ && !open_at_start())
        return Progress::at_end;
    std::array<char, read_room> buffer;  // NOLINT: filled by the read
    const auto count = ::pread(fd_.get(), buffer.data(), buffer.size(), offset_);
    if (count < 0) {
        complain("read", errno);
        return Progress::at_end;
    }
    is_failing_ = false;
    if (count == 0)
        return at_end();
    offset_ += count;
    learn_head();
    splitter_.feed({buffer.data(), static_cast<std::size_t>(count)},
        [&](std::string_view text) { line(text, age_); });
    return Progress::more;
}

/// Once, until it goes well again: it is tried every 2 s.
void LogFile::complain(std::string_view what, int errnum)
{
    if (!std::exchange(is_failing_, true))
        log::warning("failed {} {} {}", what, log::field("log", path_),
            log::field("reason", std::strerror(errnum)));
}

LogFile::Progress LogFile::at_end()
{
    const auto held = identity(fd_.get());
    if (held && is_rewritten(held->size)) {
        restart();
        ++rotations_;
        return Progress::more;
    }
    struct stat status {};
    // A new file that is still empty: its writer may not have let go of the old one yet.
    const bool is_renamed
        = ::stat(path_.c_str(), &status) == 0 && status.st_ino != inode_ && status.st_size > 0;
    const auto former_age = age_;
    auto former = position();
    if (is_renamed && open_at_start()) {
        former_ = std::move(former);
        age_ = former_age;  // after a restart the new file was written while we were away, too
        ++rotations_;
        return Progress::more;
    }
    age_ = LineAge::live;
    return Progress::at_end;
}

LogPosition LogFile::position() const
{
    if (!fd_)
        return {};
    const auto offset = offset_ - static_cast<std::int64_t>(splitter_.pending());
    const auto known = static_cast<std::size_t>(std::min(offset, head_size));
    return {.inode = inode_, .offset = offset, .head = head_.substr(0, known)};
}

}  // namespace hive
