// daemons/guard/flow_socket.h - flow records from programs that connect to guard-flows.sock.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemons/guard/flow_lines.h"
#include "daemons/guard/lines.h"
#include "daemons/guard/source.h"
#include "lib/acceptor.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

constexpr std::string_view flow_socket_name = "guard-flows.sock";

/// Each peer sends JSON lines or CSV with a header. One that sends faster than we read waits.
class FlowSocket : public Source {
public:
    static constexpr std::size_t max_peers = 64;

    static Result<std::unique_ptr<FlowSocket>> create(
        EventLoop& loop, std::vector<Fd> listeners, const FlowFields& fields, TrafficSink& sink);

private:
    FlowSocket(EventLoop& loop, FlowFields fields, TrafficSink& sink);
    struct Peer {
        Fd fd;
        FlowLines flows;
        Lines lines {max_flow_line};
        Watch readable;
    };
    void welcome(Fd client);
    void read(int fd);
    void take(Peer& peer, std::string_view line, EventTime now);

    EventLoop& loop_;
    FlowFields fields_;
    TrafficSink& sink_;
    std::vector<char> buffer_;
    std::map<int, std::unique_ptr<Peer>> peers_;
    Acceptor acceptor_;
};

}  // namespace hive
