#include "daemons/proxy/open_beneath.h"

#include <cerrno>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hive {

namespace {
// O_NONBLOCK: opening a fifo must not hang; it means nothing to a regular file.
constexpr int read_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
}  // namespace

Fd open_beneath(int directory, const std::string& path)
{
    open_how how {};
    how.flags = read_flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    Fd fd {static_cast<int>(::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how))};
    // EPERM: a seccomp filter that does not know the call.
    if (!fd && (errno == ENOSYS || errno == EPERM))
        return open_by_steps(directory, path);
    return fd;
}

Fd open_by_steps(int directory, const std::string& path)
{
    Fd parent;
    int here = directory;
    for (std::size_t at = 0;;) {
        const auto slash = path.find('/', at);
        const auto step = path.substr(at, slash == std::string::npos ? slash : slash - at);
        if (slash == std::string::npos)
            return Fd {::openat(here, step.c_str(), read_flags | O_NOFOLLOW)};
        parent = Fd {::openat(here, step.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        if (!parent)
            return {};
        here = parent.get();
        at = slash + 1;
    }
}

}  // namespace hive
