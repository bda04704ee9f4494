#include "daemons/proxy/proxy_thread.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <event2/event.h>

#include "daemons/proxy/connection.h"
#include "lib/log.h"

namespace hive {

namespace {

constexpr std::chrono::milliseconds tick_period {200};
/// Accepted in one turn, so that clients already there are not kept waiting.
constexpr int accepts_per_turn = 16;
constexpr std::string_view busy_answer
    = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
/// Read at once while plenty waits; of TLS a whole record, as what is left of one shows on no
/// socket.
constexpr std::size_t small_piece {4U << 10U};
constexpr std::size_t record_size {16U << 10U};
/// One try: a client that will not take a few bytes at once has no claim on more.
void turn_away(const Fd& fd, std::string_view answer)
{
    [[maybe_unused]] const auto sent
        = ::send(fd.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(fd.get(), SHUT_WR);
}

}  // namespace

ProxyThread::ProxyThread(Shared& shared, const Bearings& bearings, EventLoop loop)
    : shared_ {shared}, loop_ {std::move(loop)}, traffic_ {loop_.base(), counters_},
      access_log_ {*shared.access_log, loop_.base()}, error_log_ {*shared.error_log, loop_.base()}
{
    adopt(bearings);
    event_assign(
        &end_of_turn_, loop_.base(), -1, 0,
        [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
            static_cast<ProxyThread*>(self)->destroy_retired();
        },
        this);
    event_assign(
        &next_turn_, loop_.base(), -1, 0,
        [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
            static_cast<ProxyThread*>(self)->resume_waiting();
        },
        this);
}

ProxyThread::~ProxyThread()
{
    connections_.clear();
    retired_.clear();
    event_del(&end_of_turn_);
    event_del(&next_turn_);
}

Result<std::unique_ptr<ProxyThread>> ProxyThread::create(
    Shared& shared, const Bearings& bearings, std::vector<ListeningSocket> listeners)
{
    auto loop = TRY(EventLoop::create());
    std::unique_ptr<ProxyThread> thread {new ProxyThread {shared, bearings, std::move(loop)}};
    auto* const self = thread.get();
    thread->listeners_ = std::move(listeners);
    TRY(thread->watch_listeners());
    thread->tick_ = TRY(thread->loop_.every(tick_period, [self] { self->check_deadlines(); }));
    return thread;
}

Result<> ProxyThread::watch_listeners()
{
    for (const auto& listener : listeners_)
        accepts_.push_back(TRY(
            loop_.on_readable(listener.fd.get(), [this, &listener] { accept_some(listener); })));
    return {};
}

void ProxyThread::start()
{
    thread_ = std::jthread {[this] {
        if (const auto ran = loop_.run(); !ran)
            log::error("stopped {}", log::field("why", ran.error().message()));
    }};
}

void ProxyThread::join()
{
    if (thread_.joinable())
        thread_.join();
}

void ProxyThread::publish(const Bearings& bearings)
{
    loop_.post([this, bearings] { adopt(bearings); });
}

void ProxyThread::adopt(const Bearings& bearings)
{
    if (!serving_ || &serving_->settings() != bearings.settings.get())
        serving_ = std::make_shared<Serving>(loop_.base(), bearings.settings, location_counters_);
    accounts_ = bearings.accounts;
    certificates_ = bearings.certificates;
}

void ProxyThread::drain(std::chrono::seconds timeout)
{
    loop_.post([this, end = Clock::now() + timeout] { begin_drain(end); });
}

void ProxyThread::begin_drain(Clock::time_point end)
{
    drain_end_ = end;
    accepts_.clear();
    check_deadlines();
}

void ProxyThread::accept_some(const ListeningSocket& listener)
{
    for (int i = 0; i < accepts_per_turn; ++i) {
        sockaddr_storage peer {};
        socklen_t length = sizeof peer;
        auto* const address = reinterpret_cast<sockaddr*>(&peer);
        Fd fd {::accept4(listener.fd.get(), address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (fd) {
            admit(std::move(fd), Address::from_socket(address), listener.transport);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            pause_accepting();
        return;
    }
}

void ProxyThread::admit(Fd fd, const Address& client, Transport transport)
{
    counters_.connections.add();
    if (shared_.connections.load(std::memory_order_relaxed) >= config().max_connections) {
        counters_.refused.add();
        return turn_away(fd, transport == Transport::plain ? busy_answer : "");
    }
    const bool is_behind_proxy = std::ranges::any_of(
        config().proxy_protocol, [&](const Network& network) { return network.contains(client); });
    if (!is_behind_proxy && !enter(client))
        return turn_away(fd, transport == Transport::plain ? too_many_answer : "");
    shared_.connections.fetch_add(1, std::memory_order_relaxed);
    counters_.open.add();
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto number = shared_.last_connection.fetch_add(1, std::memory_order_relaxed) + 1;
    connections_.push_back(std::make_unique<Connection>(*this, std::move(fd), client, number));
    auto& connection = *connections_.back();
    connection.place = connections_.size() - 1;
    auto certificates = transport == Transport::tls ? certificates_ : nullptr;
    if (is_behind_proxy)
        connection.begin_behind_proxy(std::move(certificates));
    else
        connection.begin(std::move(certificates));
}

bool ProxyThread::enter(const Address& client)
{
    const bool is_in = shared_.limits.enter(client, config().max_connections_per_address);
    if (!is_in)
        counters_.refused.add();
    return is_in;
}

void ProxyThread::visit(std::function<void(const Connection&)> look, std::function<void()> done)
{
    loop_.post([this, look = std::move(look), done = std::move(done)] {
        for (const auto& connection : connections_)
            look(*connection);
        done();
    });
}

/// Out of descriptors or memory: the next tick tries again; until then clients queue.
void ProxyThread::pause_accepting()
{
    log::warning("paused {}", log::field("accept", std::strerror(errno)));
    accepts_.clear();
}

std::span<char> ProxyThread::room_in(Buffer& buffer, Transport from) const
{
    if (std::cmp_less_equal(counters_.bytes_waiting.value(), plenty_waiting))
        return buffer;
    return std::span {buffer}.first(from == Transport::tls ? record_size : small_piece);
}

void ProxyThread::note_waiting(std::size_t bytes)
{
    counters_.bytes_waiting.add(static_cast<std::int64_t>(bytes) - counters_.bytes_waiting.value());
}

void ProxyThread::check_deadlines()
{
    const auto now = Clock::now();
    // From the back: a connection that closes is replaced by one already seen.
    std::size_t waiting = 0;
    for (auto i = connections_.size(); i-- > 0;) {
        waiting += connections_[i]->bytes_waiting();
        connections_[i]->check_deadline(now);
    }
    note_waiting(waiting);
    serving_->close_stale(now);
    traffic_.try_connect(now);
    if (!is_draining()) {
        if (accepts_.empty())
            if (const auto watched = watch_listeners(); !watched)
                log::error("failed {}", log::field("accept", watched.error().message()));
        return;
    }
    while (now >= drain_end_ && !connections_.empty())
        connections_.back()->abort();
    if (connections_.empty())
        loop_.stop();
}

void ProxyThread::retire(std::unique_ptr<Retired> object)
{
    if (!object)
        return;
    if (retired_.empty())
        event_active(&end_of_turn_, EV_TIMEOUT, 1);
    retired_.push_back(std::move(object));
}

/// By a timer: events made active by hand come before the loop looks for others.
void ProxyThread::resume_later(Connection& connection)
{
    constexpr timeval at_once {};
    if (waiting_.empty())
        event_add(&next_turn_, &at_once);
    waiting_.push_back(&connection);
}

void ProxyThread::resume_waiting()
{
    for (auto* const connection : std::exchange(waiting_, {}))
        connection->begin_turn();
}

void ProxyThread::remove(Connection& connection)
{
    std::erase(waiting_, &connection);
    const auto place = connection.place;
    std::swap(connections_[place], connections_.back());
    connections_[place]->place = place;
    if (connection.is_counted())
        shared_.limits.leave(connection.client());
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
    counters_.open.add(-1);
    retire(std::move(connections_.back()));
    connections_.pop_back();
}

std::uint64_t ProxyThread::await(std::move_only_function<void(Verdict)> callback)
{
    awaited_.emplace(++last_key_, std::move(callback));
    return last_key_;
}

void ProxyThread::answer(std::uint64_t key, Verdict verdict)
{
    if (auto found = awaited_.extract(key); !found.empty())
        found.mapped()(verdict);
}

}  // namespace hive
