#include "supervisor/core/notify_socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace hive {
namespace {

constexpr std::size_t message_limit = 4096;
constexpr std::size_t descriptor_limit = 64;

/// What the kernel tells of a message.
struct Attached {
    pid_t sender = 0;
    std::vector<Fd> descriptors;
};

std::vector<Fd> descriptors_in(cmsghdr* header)
{
    std::vector<Fd> descriptors((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(header) + i * sizeof fd, sizeof fd);
        descriptors[i] = Fd {fd};
    }
    return descriptors;
}

Attached read_control(msghdr& message)
{
    Attached attached;
    for (auto* header = CMSG_FIRSTHDR(&message); header != nullptr;
        header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET)
            continue;
        if (header->cmsg_type == SCM_CREDENTIALS) {
            ucred credentials {};
            std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
            attached.sender = credentials.pid;
        } else if (header->cmsg_type == SCM_RIGHTS) {
            attached.descriptors = descriptors_in(header);
        }
    }
    return attached;
}

}  // namespace

NotifySocket::NotifySocket(Fd socket, Callback callback)
    : socket_ {std::move(socket)}, callback_ {std::move(callback)}
{
}

Result<Fd> NotifySocket::open(const std::string& path)
{
    sockaddr_un address {.sun_family = AF_UNIX};
    if (path.size() >= sizeof address.sun_path)
        return fail("{}: longer than a socket path may be", path);
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    Fd fd {::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    ::unlink(path.c_str());
    if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || ::chmod(path.c_str(), 0666) != 0)
        return std::unexpected {Error::from_errno(errno, "bind " + path)};
    constexpr int on = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    return fd;
}

Result<std::unique_ptr<NotifySocket>> NotifySocket::create(
    EventLoop& loop, Fd socket, Callback callback)
{
    std::unique_ptr<NotifySocket> self {new NotifySocket {std::move(socket), std::move(callback)}};
    self->readable_ = TRY(loop.on_readable(self->fd(), [raw = self.get()] { raw->receive(); }));
    return self;
}

void NotifySocket::drain()
{
    constexpr int most = 1000;  // a sender without a pause must not hold up the loop
    for (int i = 0; i < most && receive(); ++i) { }
}

bool NotifySocket::receive()
{
    std::array<char, message_limit> text {};
    alignas(cmsghdr)
        std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int) * descriptor_limit)>
            control {};
    iovec part {text.data(), text.size()};
    msghdr message {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto length = ::recvmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0)
        return false;
    auto attached = read_control(message);
    const bool is_whole = (message.msg_flags & MSG_TRUNC) == 0;
    if (attached.sender > 0 && is_whole)
        callback_(attached.sender,
            parse_notification(std::string_view {text.data(), static_cast<std::size_t>(length)}),
            std::move(attached.descriptors));
    return true;
}

}  // namespace hive
