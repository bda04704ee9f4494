// daemons/guard/proxy_events.h - hive-proxy's events from the SEQPACKET socket.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "daemons/guard/source.h"
#include "lib/acceptor.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Each thread of hive-proxy is one peer (lib/traffic_event.h).
class ProxyEvents : public Source {
public:
    static constexpr std::size_t max_peers = 64;

    static Result<std::unique_ptr<ProxyEvents>> create(
        EventLoop& loop, std::vector<Fd> listeners, TrafficSink& sink);

private:
    ProxyEvents(EventLoop& loop, TrafficSink& sink);
    struct Peer {
        Fd fd;
        Watch readable;
    };
    void welcome(Fd client);
    void read(int fd);
    void take(std::string_view datagram);

    EventLoop& loop_;
    TrafficSink& sink_;
    std::vector<char> buffer_;
    std::map<int, Peer> peers_;
    Acceptor acceptor_;
};

}  // namespace hive
