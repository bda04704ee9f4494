// tests/bench/quick_service.cc - the smallest service that can be restarted: answers every
// connection with its pid.
//
//   quick_service PORT PIDFILE DELAY
// Under hive-supervisor it takes the inherited socket "http" and says READY=1 after DELAY seconds.
// Otherwise it does what monit wants of a start program: it goes to the background once it listens,
// and writes PIDFILE.
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

int open_port(int port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<in_port_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || ::listen(fd, SOMAXCONN) != 0)
        std::exit(1);
    return fd;
}

void say_ready(const char* path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::sendto(fd, "READY=1", 7, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::close(fd);
}

void go_to_background(const char* pid_file)
{
    if (::fork() != 0)
        ::_exit(0);
    ::setsid();
    if (std::FILE* file = std::fopen(pid_file, "w")) {
        std::fprintf(file, "%d\n", ::getpid());
        std::fclose(file);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 64;
    const char* notify = std::getenv("NOTIFY_SOCKET");
    const bool is_given = std::getenv("LISTEN_FDS") != nullptr;
    std::signal(SIGPIPE, SIG_IGN);
    ::sleep(static_cast<unsigned>(std::atoi(argv[3])));
    // The names are "control:http"; descriptors begin at 3 (sd_listen_fds(3)).
    const int listener = is_given ? 4 : open_port(std::atoi(argv[1]));
    if (is_given) {
        ::fcntl(listener, F_SETFL, 0);  // it waits in accept(2), as the socket of its own does
        say_ready(notify);
    } else
        go_to_background(argv[2]);
    for (;;) {
        const int peer = ::accept(listener, nullptr, nullptr);
        std::array<char, 64> text {};
        const int length = std::snprintf(text.data(), text.size(), "%d\n", ::getpid());
        [[maybe_unused]] const auto sent = ::write(peer, text.data(), static_cast<size_t>(length));
        ::close(peer);
    }
}
