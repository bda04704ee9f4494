#include "daemons/proxy/gather_write.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>

#include <sys/socket.h>
#include <sys/uio.h>

namespace hive {

namespace {

/// Pieces of so few bytes are put together: that costs less than a list of them.
constexpr std::size_t few_bytes = 4096;
constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;

bool is_passing(int errnum)
{
    return errnum == EAGAIN || errnum == EINTR || errnum == ENOBUFS;
}

std::size_t size_of(std::span<const std::string_view> pieces)
{
    std::size_t size = 0;
    for (const auto piece : pieces)
        size += piece.size();
    return size;
}

ssize_t send_together(int fd, std::span<const std::string_view> pieces)
{
    std::array<char, few_bytes> bytes;  // NOLINT(*-member-init): only what was written is sent
    auto* end = bytes.data();
    for (const auto piece : pieces)
        end += piece.copy(end, piece.size());
    return ::send(fd, bytes.data(), static_cast<std::size_t>(end - bytes.data()), flags);
}

ssize_t send_list(int fd, std::span<const std::string_view> pieces)
{
    std::array<iovec, 8> parts {};
    assert(pieces.size() <= parts.size());
    std::ranges::transform(pieces, parts.begin(), [](std::string_view piece) {
        return iovec {.iov_base = const_cast<char*>(piece.data()), .iov_len = piece.size()};
    });
    msghdr message {};
    message.msg_iov = parts.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(fd, &message, flags);
}

ssize_t send_pieces(int fd, std::span<const std::string_view> pieces, std::size_t size)
{
    if (pieces.size() == 1)
        return ::send(fd, pieces.front().data(), size, flags);
    return size <= few_bytes ? send_together(fd, pieces) : send_list(fd, pieces);
}

void keep_behind(std::size_t sent, std::span<const std::string_view> pieces, std::string& rest)
{
    for (const auto piece : pieces) {
        const auto gone = std::min(sent, piece.size());
        sent -= gone;
        rest += piece.substr(gone);
    }
}

}  // namespace

int gather_write(int fd, std::span<const std::string_view> pieces, std::string& rest)
{
    const auto size = size_of(pieces);
    if (size == 0)
        return 0;
    const auto sent = send_pieces(fd, pieces, size);
    if (sent < 0 && !is_passing(errno))
        return errno;
    const auto gone = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
    if (gone < size)
        keep_behind(gone, pieces, rest);
    return 0;
}

int write_pending(int fd, std::string& pending)
{
    const auto sent = ::send(fd, pending.data(), pending.size(), flags);
    if (sent < 0)
        return is_passing(errno) ? 0 : errno;
    pending.erase(0, static_cast<std::size_t>(sent));
    // An empty text keeps its room, which an idle connection must not.
    if (pending.empty())
        pending = {};
    return 0;
}

}  // namespace hive
