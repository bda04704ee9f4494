#include "daemons/guard/flow_socket.h"

#include <cerrno>
#include <utility>

#include <sys/socket.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t bytes_a_turn = 64 << 10;

}  // namespace

FlowSocket::FlowSocket(EventLoop& loop, FlowFields fields, TrafficSink& sink)
    : Source {"flows", "flows"}, loop_ {loop}, fields_ {std::move(fields)}, sink_ {sink},
      buffer_(bytes_a_turn), acceptor_ {loop, [this](Fd client, const sockaddr*, socklen_t) {
                                            welcome(std::move(client));
                                        }}
{
}

Result<std::unique_ptr<FlowSocket>> FlowSocket::create(
    EventLoop& loop, std::vector<Fd> listeners, const FlowFields& fields, TrafficSink& sink)
{
    std::unique_ptr<FlowSocket> self {new FlowSocket {loop, fields, sink}};
    TRY(self->acceptor_.listen(std::move(listeners)));
    return self;
}

void FlowSocket::welcome(Fd client)
{
    const int fd = client.get();
    if (peers_.size() == max_peers) {
        log::warning("refused a peer of the flow socket reason=\"{} are connected\"", max_peers);
        return;
    }
    auto readable = loop_.on_readable(fd, [this, fd] { read(fd); });
    if (!readable)
        return;
    auto peer
        = std::make_unique<Peer>(Peer {.fd = std::move(client), .flows = FlowLines {fields_}});
    peer->readable = *std::move(readable);
    peers_.insert_or_assign(fd, std::move(peer));
}

void FlowSocket::read(int fd)
{
    const auto size = ::recv(fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    auto& peer = *peers_.at(fd);
    const auto now = event_clock_now();
    if (size <= 0) {
        if (!peer.lines.rest().empty())
            take(peer, peer.lines.rest(), now);
        peers_.erase(fd);
        return;
    }
    peer.lines.feed({buffer_.data(), static_cast<std::size_t>(size)},
        [&](std::string_view line) { take(peer, line, now); });
}

void FlowSocket::take(Peer& peer, std::string_view line, EventTime now)
{
    const auto read = peer.flows.read(line);
    if (!read)
        return refuse(read.error().message());
    const auto& flow = *read;
    if (!flow)
        return;
    count();
    sink_.take(*flow, live_time(flow->time, now));
}

}  // namespace hive
