#include "daemons/proxy/traffic_feed.h"

#include <cerrno>

#include <sys/socket.h>

#include <event2/event.h>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange.h"
#include "lib/paths.h"

namespace hive {

namespace {

using std::chrono::microseconds;

/// Room for the largest event: a head, a target and five other texts.
constexpr std::size_t largest_event = 64 + 1026 + 5 * 257;

std::chrono::sys_time<microseconds> now_in_microseconds()
{
    return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

/// As sent: what is behind the method in the request line, without the version.
std::string_view target_of(const RequestHead& head)
{
    const auto first = head.line.find(' ');
    const auto last = head.line.rfind(' ');
    return first < last ? head.line.substr(first + 1, last - first - 1) : std::string_view {};
}

}  // namespace

TrafficFeed::TrafficFeed(event_base* base, Counters& counters)
    : counters_ {counters},
      address_ {socket_address(Endpoint {.unix_path = runtime_path(traffic_socket)})}
{
    event_assign(
        &end_of_turn_, base, -1, 0,
        [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
            static_cast<TrafficFeed*>(self)->flush();
        },
        this);
}

TrafficFeed::~TrafficFeed()
{
    event_del(&end_of_turn_);
    flush();
}

void TrafficFeed::try_connect(Clock::time_point now)
{
    if (fd_ || now < next_try_)
        return;
    next_try_ = now + std::chrono::seconds {1};
    Fd fd {::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (fd && ::connect(fd.get(), address_.get(), address_.length) == 0)
        fd_ = std::move(fd);
}

void TrafficFeed::add(const Exchange& exchange, TrafficEvent::Kind kind)
{
    if (!fd_)
        return counters_.events_dropped.add();
    const auto& head = exchange.head();
    const auto* const location = exchange.location();
    append({.kind = kind,
        .is_tls = exchange.is_tls(),
        .has_referer = !field_value(head.fields, "referer").empty(),
        .is_banned = exchange.is_banned(),
        .is_login_refused = exchange.is_login_refused(),
        .status = exchange.status(),
        .time = now_in_microseconds(),
        .connection = exchange.connection().number(),
        .received = exchange.received(),
        .sent = exchange.sent(),
        .lasted = exchange.lasted(),
        .client = exchange.client(),
        .method = head.method,
        .target = target_of(head),
        .host = head.host,
        .agent = field_value(head.fields, "user-agent"),
        .user = exchange.user(),
        .location = location == nullptr ? std::string_view {} : location->prefix});
}

void TrafficFeed::add(const Connection& connection, TrafficEvent::Kind kind)
{
    if (!fd_)
        return counters_.events_dropped.add();
    append({.kind = kind,
        .is_tls = connection.is_tls(),
        .time = now_in_microseconds(),
        .connection = connection.number(),
        .lasted
        = std::chrono::duration_cast<microseconds>(Connection::Clock::now() - connection.began()),
        .client = connection.client()});
}

void TrafficFeed::append(const TrafficEvent& event)
{
    if (datagram_.size() + largest_event > max_traffic_datagram)
        flush();
    if (datagram_.empty())
        event_active(&end_of_turn_, EV_TIMEOUT, 1);
    append_traffic_event(datagram_, event);
    ++waiting_;
}

void TrafficFeed::flush()
{
    if (waiting_ == 0)
        return;
    const auto sent
        = ::send(fd_.get(), datagram_.data(), datagram_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    (sent < 0 ? counters_.events_dropped : counters_.events_sent).add(waiting_);
    if (sent < 0 && errno != EAGAIN && errno != EINTR && errno != ENOBUFS)
        fd_.reset();
    datagram_.clear();
    waiting_ = 0;
}

}  // namespace hive
