#include "lib/listener.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/number.h"

namespace hive {
namespace {

constexpr int first_inherited = 3;  // SD_LISTEN_FDS_START
constexpr int backlog = 1024;

int number_from(const char* text)
{
    std::string_view rest {text != nullptr ? text : ""};
    return take_number<int>(rest).value_or(0);
}

}  // namespace

Inherited Inherited::take()
{
    Inherited inherited;
    const int count = number_from(std::getenv("LISTEN_FDS"));
    const bool is_ours = number_from(std::getenv("LISTEN_PID")) == ::getpid();
    const char* variable = std::getenv("LISTEN_FDNAMES");
    std::string_view names {variable != nullptr ? variable : ""};
    for (int i = 0; is_ours && i < count; ++i) {
        const auto colon = std::min(names.find(':'), names.size());
        ::fcntl(first_inherited + i, F_SETFD, FD_CLOEXEC);
        inherited.entries_.push_back(
            {.name = std::string {names.substr(0, colon)}, .fd = Fd {first_inherited + i}});
        names.remove_prefix(std::min(colon + 1, names.size()));
    }
    for (const auto* name : {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"})
        ::unsetenv(name);
    return inherited;
}

std::vector<Fd> Inherited::claim(std::string_view name)
{
    std::vector<Fd> claimed;
    for (auto& entry : entries_)
        if (entry.name == name)
            claimed.push_back(std::move(entry.fd));
    std::erase_if(entries_, [](const Entry& entry) { return !entry.fd; });
    return claimed;
}

std::vector<std::string> Inherited::left_over() const
{
    std::vector<std::string> names;
    names.reserve(entries_.size());
    for (const auto& entry : entries_)
        names.push_back(entry.name);
    return names;
}

namespace {

Result<Fd> open_socket(int family, int type = SOCK_STREAM)
{
    Fd fd {::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "socket")};
    return fd;
}

Result<Fd> open_unix_socket(const Endpoint& endpoint)
{
    return open_socket(AF_UNIX, endpoint.is_seqpacket ? SOCK_SEQPACKET : SOCK_STREAM);
}

void turn_on(int fd, int level, int option)
{
    constexpr int on = 1;
    ::setsockopt(fd, level, option, &on, sizeof on);
}

Result<> bind_and_listen(int fd, const Endpoint& endpoint)
{
    const auto address = socket_address(endpoint);
    if (::bind(fd, address.get(), address.length) != 0 || ::listen(fd, backlog) != 0)
        return std::unexpected {Error {fmt::format("listen on {}: {}", endpoint.text(),
            errno == EADDRINUSE ? "address already in use" : std::strerror(errno))}};
    return {};
}

Result<Fd> open_tcp(const Endpoint& endpoint)
{
    auto fd = TRY(open_socket(endpoint.address.is_v4() ? AF_INET : AF_INET6));
    turn_on(fd.get(), SOL_SOCKET, SO_REUSEADDR);
    if (!endpoint.address.is_v4())
        turn_on(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY);
    TRY(bind_and_listen(fd.get(), endpoint));
    return fd;
}

/// Both families on one port; a host without IPv6 gets IPv4 alone.
Result<std::vector<Fd>> open_any(const Endpoint& endpoint)
{
    const Endpoint v4 {.address = Address::parse("0.0.0.0").value(), .port = endpoint.port};
    std::vector<Fd> fds;
    fds.push_back(TRY(open_tcp(v4)));
    const Endpoint v6 {
        .address = Address::parse("::").value(), .port = local_port(fds.front().get())};
    auto second = open_tcp(v6);
    if (second)
        fds.push_back(std::move(*second));
    else if (second.error().message().contains("already in use"))
        return std::unexpected {std::move(second).error()};
    return fds;
}

bool answers(const Endpoint& endpoint)
{
    const auto fd = connect_to(endpoint);
    return fd.has_value();
}

Result<Fd> open_unix(const Endpoint& endpoint, mode_t mode)
{
    auto fd = TRY(open_unix_socket(endpoint));
    const auto& path = endpoint.unix_path;
    struct stat status {};
    if (::lstat(path.c_str(), &status) == 0) {
        if (!S_ISSOCK(status.st_mode))
            return fail("listen on {}: a file that is no socket is in the way", path);
        if (answers(endpoint))
            return fail("listen on {}: address already in use", path);
        ::unlink(path.c_str());
    }
    TRY(bind_and_listen(fd.get(), endpoint));
    if (::chmod(path.c_str(), mode) != 0)
        return std::unexpected {Error::from_errno(errno, "chmod " + path)};
    return fd;
}

}  // namespace

Result<std::vector<Fd>> open_listeners(const Endpoint& endpoint, mode_t mode)
{
    if (endpoint.is_any)
        return open_any(endpoint);
    std::vector<Fd> fds;
    fds.push_back(TRY(endpoint.unix_path.empty() ? open_tcp(endpoint) : open_unix(endpoint, mode)));
    return fds;
}

Result<Fd> connect_to(const Endpoint& endpoint)
{
    const bool is_tcp = endpoint.unix_path.empty();
    auto fd = TRY(is_tcp ? open_socket(endpoint.address.is_v4() ? AF_INET : AF_INET6)
                         : open_unix_socket(endpoint));
    if (is_tcp)
        turn_on(fd.get(), IPPROTO_TCP, TCP_NODELAY);
    const auto address = socket_address(endpoint);
    if (::connect(fd.get(), address.get(), address.length) != 0 && errno != EINPROGRESS)
        return std::unexpected {Error::from_errno(errno, "connect " + endpoint.text())};
    return fd;
}

std::uint16_t local_port(int fd)
{
    sockaddr_storage storage {};
    socklen_t size = sizeof storage;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0)
        return 0;
    sockaddr_in v4 {};
    sockaddr_in6 v6 {};
    std::memcpy(&v4, &storage, sizeof v4);
    std::memcpy(&v6, &storage, sizeof v6);
    if (storage.ss_family == AF_INET)
        return ntohs(v4.sin_port);
    return storage.ss_family == AF_INET6 ? ntohs(v6.sin6_port) : std::uint16_t {0};
}

}  // namespace hive
