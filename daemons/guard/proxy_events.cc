#include "daemons/guard/proxy_events.h"

#include <cerrno>

#include <sys/socket.h>

#include "lib/log.h"

namespace hive {
namespace {

/// Datagrams read before others get their turn.
constexpr int datagrams_a_turn = 16;
/// Holds a second of heavy traffic while we are busy.
constexpr int receive_buffer = 4 << 20;

}  // namespace

ProxyEvents::ProxyEvents(EventLoop& loop, TrafficSink& sink)
    : Source {"hive-proxy", "events"}, loop_ {loop}, sink_ {sink}, buffer_(max_traffic_datagram),
      acceptor_ {
          loop, [this](Fd client, const sockaddr*, socklen_t) { welcome(std::move(client)); }}
{
}

Result<std::unique_ptr<ProxyEvents>> ProxyEvents::create(
    EventLoop& loop, std::vector<Fd> listeners, TrafficSink& sink)
{
    std::unique_ptr<ProxyEvents> self {new ProxyEvents {loop, sink}};
    TRY(self->acceptor_.listen(std::move(listeners)));
    return self;
}

void ProxyEvents::welcome(Fd client)
{
    const int fd = client.get();
    if (peers_.size() == max_peers) {
        log::warning("refused a peer reason=\"{} are connected\"", max_peers);
        return;
    }
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    auto readable = loop_.on_readable(fd, [this, fd] { read(fd); });
    if (readable)
        peers_.insert_or_assign(
            fd, Peer {.fd = std::move(client), .readable = *std::move(readable)});
}

void ProxyEvents::read(int fd)
{
    for (int i = 0; i < datagrams_a_turn; ++i) {
        const auto size = ::recv(fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT | MSG_TRUNC);
        if (size < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (size <= 0) {
            peers_.erase(fd);
            return;
        }
        if (static_cast<std::size_t>(size) > buffer_.size())
            refuse("a datagram is too long");
        else
            take({buffer_.data(), static_cast<std::size_t>(size)});
    }
}

void ProxyEvents::take(std::string_view datagram)
{
    const auto now = event_clock_now();
    while (auto event = take_traffic_event(datagram)) {
        event->time = live_time(event->time, now);
        count();
        sink_.take(*event, "");
    }
    if (!datagram.empty())
        refuse("a record is not whole or makes no sense");
}

}  // namespace hive
