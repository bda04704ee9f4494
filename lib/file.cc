#include "lib/file.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fd.h"

namespace hive {
namespace {

Result<> write_all(int fd, std::string_view text, const std::string& path)
{
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return std::unexpected {Error::from_errno(errno, "write " + path)};
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

/// Gives the draft the owner and group of the file it will replace, where there is one.
Result<> keep_owner(int draft, const std::string& path)
{
    struct stat old {};
    struct stat now {};
    if (::stat(path.c_str(), &old) != 0)
        return {};
    if (::fstat(draft, &now) == 0 && now.st_uid == old.st_uid && now.st_gid == old.st_gid)
        return {};
    if (::fchown(draft, old.st_uid, old.st_gid) != 0)
        return std::unexpected {Error::from_errno(errno, "keep the owner of " + path)};
    return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit)
{
    const Fd fd {::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    std::string text;
    for (;;) {
        constexpr std::size_t step = std::size_t {64} * 1024;
        const auto have = text.size();
        text.resize(have + step);
        const auto got = ::read(fd.get(), text.data() + have, step);
        text.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "read " + path)};
        if (text.size() > limit)
            return fail("{} is larger than {} bytes", path, limit);
        if (got == 0)
            return text;
    }
}

Result<> write_file(const std::string& path, std::string_view text, mode_t mode)
{
    const auto draft = fmt::format("{}.new.{}", path, ::getpid());
    Fd fd {::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + draft)};
    auto written = keep_owner(fd.get(), path);
    if (written)
        written = write_all(fd.get(), text, draft);
    // The mode given to open() is cut by the umask; the caller's is meant exactly.
    if (written && (::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0))
        written = std::unexpected {Error::from_errno(errno, "write " + draft)};
    fd.reset();
    if (written && ::rename(draft.c_str(), path.c_str()) != 0)
        written = std::unexpected {Error::from_errno(errno, "replace " + path)};
    if (!written)
        ::unlink(draft.c_str());
    return written;
}

std::string file_fingerprint(const std::string& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return "";
    return fmt::format("{}:{}:{}:{}.{}", status.st_dev, status.st_ino, status.st_size,
        status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

}  // namespace hive
