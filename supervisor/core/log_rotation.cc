#include "supervisor/core/log_rotation.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fd.h"

namespace hive {
namespace {

std::string part(const std::string& path, int number)
{
    return fmt::format("{}.{}", path, number);
}

void shift_parts(const std::string& path, int kept)
{
    ::unlink(part(path, kept).c_str());
    for (int i = kept - 1; i >= 1; --i)
        ::rename(part(path, i).c_str(), part(path, i + 1).c_str());
}

/// Up to the very end, also of what is written meanwhile.
Result<> copy_all(int from, int to, const std::string& path)
{
    constexpr std::size_t piece = 1 << 20;
    for (;;) {
        const auto copied = ::sendfile(to, from, nullptr, piece);
        if (copied == 0)
            return {};
        if (copied < 0 && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "copy " + path)};
    }
}

Result<> copy_to_first_part(int from, const struct stat& status, const std::string& path)
{
    const auto target = part(path, 1);
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const Fd to {::open(target.c_str(), flags, status.st_mode & 0777)};
    if (!to || ::fchown(to.get(), status.st_uid, status.st_gid) != 0)
        return std::unexpected {Error::from_errno(errno, "make " + target)};
    return copy_all(from, to.get(), target);
}

}  // namespace

Result<bool> rotate_if_large(const std::string& path, const RotationLimits& limits)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || status.st_size < limits.size)
        return false;
    const Fd fd {::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)
        || status.st_size < limits.size)
        return false;
    if (limits.kept > 0) {
        shift_parts(path, limits.kept);
        if (auto copied = copy_to_first_part(fd.get(), status, path); !copied) {
            ::unlink(part(path, 1).c_str());
            return std::unexpected {std::move(copied).error()};
        }
    }
    if (::ftruncate(fd.get(), 0) != 0)
        return std::unexpected {Error::from_errno(errno, "empty " + path)};
    return true;
}

}  // namespace hive
