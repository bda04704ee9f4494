#include "supervisor/core/keeper_link.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <sys/socket.h>

#include "lib/log.h"

namespace hive {

KeeperLink::KeeperLink(Fd channel, Callbacks callbacks)
    : channel_ {std::move(channel)}, callbacks_ {std::move(callbacks)}
{
}

Result<std::unique_ptr<KeeperLink>> KeeperLink::create(
    EventLoop& loop, Fd channel, Callbacks callbacks)
{
    std::unique_ptr<KeeperLink> link {new KeeperLink {std::move(channel), std::move(callbacks)}};
    link->readable_
        = TRY(loop.on_readable(link->channel_.get(), [self = link.get()] { self->receive(); }));
    return link;
}

void KeeperLink::keep(const std::string& name, int fd)
{
    kept_.insert(name);
    if (kept_.size() == most_kept + 1)
        log::error("the keeper holds {} descriptors: no more would survive a crash of the core",
            most_kept);
    send("keep " + name, fd);
}

void KeeperLink::drop(const std::string& name)
{
    kept_.erase(name);
    send("drop " + name);
}

void KeeperLink::seen(pid_t pid)
{
    send(fmt::format("seen {}", pid));
}

void KeeperLink::send(const std::string& text, int fd)
{
    iovec part {const_cast<char*>(text.data()), text.size()};
    msghdr message {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control {};
    if (fd >= 0) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto* const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    ssize_t sent = 0;
    while ((sent = ::sendmsg(channel_.get(), &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) { }
    if (sent < 0)
        log::error("{}", Error::from_errno(errno, "tell the keeper: " + text).message());
}

void KeeperLink::receive()
{
    for (;;) {
        std::array<char, 128> text {};
        const auto length = ::recv(channel_.get(), text.data(), text.size() - 1, MSG_DONTWAIT);
        if (length < 0)
            return;
        if (length == 0) {
            readable_ = {};
            return callbacks_.lost();
        }
        int pid = 0;
        int status = 0;
        if (std::sscanf(text.data(), "ended %d %d", &pid, &status) == 2)
            callbacks_.ended(pid, status);
    }
}

}  // namespace hive
