#include "supervisor/keeper/systemd_store.h"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++
namespace {

constexpr int first_passed = 3;

bool is_stored(const char* name)
{
    return std::strncmp(name, "socket.", 7) == 0;
}

bool is_of_the_net(int fd)
{
    int domain = 0;
    socklen_t length = sizeof domain;
    return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0
        && (domain == AF_INET || domain == AF_INET6);
}

/// @return how many descriptors were passed to this very process
int passed_count()
{
    const char* pid = std::getenv("LISTEN_PID");
    const char* count = std::getenv("LISTEN_FDS");
    if (pid == nullptr || count == nullptr || std::atol(pid) != ::getpid())
        return 0;
    return std::atoi(count);
}

/// @return length of the address; 0 for one that fits none
socklen_t notify_address(sockaddr_un& address)
{
    const char* path = std::getenv("NOTIFY_SOCKET");
    if (path == nullptr || std::strlen(path) >= sizeof address.sun_path)
        return 0;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path, std::strlen(path) + 1);
    if (path[0] == '@')
        address.sun_path[0] = '\0';
    return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
}

/// @param fd comes along, unless it is -1
void tell_systemd(const char* what, const char* name, int fd)
{
    sockaddr_un address {};
    const socklen_t length = notify_address(address);
    if (length == 0)
        return;
    iovec parts[2] = {
        {const_cast<char*>(what), std::strlen(what)}, {const_cast<char*>(name), std::strlen(name)}};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    msghdr message {};
    message.msg_name = &address;
    message.msg_namelen = length;
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    if (fd >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    ::sendmsg(socket, &message, MSG_NOSIGNAL);
    ::close(socket);
}

}  // namespace

void receive_from_systemd(DescriptorStore& store)
{
    const int count = passed_count();
    const char* names = std::getenv("LISTEN_FDNAMES");
    for (int i = 0; i < count && names != nullptr; ++i) {
        const int fd = first_passed + i;
        const auto length = static_cast<int>(std::strcspn(names, ":"));
        char name[128];
        std::snprintf(name, sizeof name, "%.*s", length, names);
        for (int n = 0; !is_stored(name) && (n == 0 || store.holds(name)); ++n)
            std::snprintf(name, sizeof name, "%.*s.%d", length, names, n);
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        store.keep(name, fd);
        names += length + (names[length] == ':' ? 1 : 0);
    }
    for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        ::unsetenv(variable);
}

void keep_with_systemd(const char* name, int fd)
{
    if (is_stored(name) && is_of_the_net(fd)) {
        drop_from_systemd(name);  // systemd would hold both
        tell_systemd("FDSTORE=1\nFDPOLL=0\nFDNAME=", name, fd);
    }
}

void drop_from_systemd(const char* name)
{
    if (is_stored(name))
        tell_systemd("FDSTOREREMOVE=1\nFDNAME=", name, -1);
}

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
