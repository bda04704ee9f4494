#include "daemons/proxy/gather_write.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>

#include <sys/socket.h>
#include <sys/uio.h>

namespace hive {

namespace {

bool is_passing(int errnum)
{
    return errnum == EAGAIN || errnum == EINTR || errnum == ENOBUFS;
}

}  // namespace

int gather_write(int fd, std::span<const std::string_view> pieces, std::string& rest)
{
    std::array<iovec, 8> parts {};
    assert(pieces.size() <= parts.size());
    std::ranges::transform(pieces, parts.begin(), [](std::string_view piece) {
        return iovec {.iov_base = const_cast<char*>(piece.data()), .iov_len = piece.size()};
    });
    msghdr message {};
    message.msg_iov = parts.data();
    message.msg_iovlen = pieces.size();
    const auto sent = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && !is_passing(errno))
        return errno;
    auto skip = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
    for (const auto piece : pieces) {
        const auto gone = std::min(skip, piece.size());
        skip -= gone;
        rest += piece.substr(gone);
    }
    return 0;
}

int write_pending(int fd, std::string& pending)
{
    const auto sent = ::send(fd, pending.data(), pending.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0)
        return is_passing(errno) ? 0 : errno;
    pending.erase(0, static_cast<std::size_t>(sent));
    // An empty text keeps its room, which an idle connection must not.
    if (pending.empty())
        pending = {};
    return 0;
}

}  // namespace hive
