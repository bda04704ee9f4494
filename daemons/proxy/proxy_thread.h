// daemons/proxy/proxy_thread.h - one event loop and the clients it serves.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "daemons/proxy/accounts.h"
#include "daemons/proxy/client_socket.h"
#include "daemons/proxy/counters.h"
#include "daemons/proxy/log_file.h"
#include "daemons/proxy/retired.h"
#include "daemons/proxy/serving.h"
#include "daemons/proxy/shared.h"
#include "daemons/proxy/traffic_feed.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

class Connection;

/// For a client with too many connections.
constexpr std::string_view too_many_answer
    = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";

struct ListeningSocket {
    Fd fd;
    Transport transport = Transport::plain;
};

/// What a thread serves requests by, replaced as a whole when something changed.
struct Bearings {
    SharedSettings settings;
    SharedAccounts accounts;
    SharedCertificates certificates;  // nullptr without TLS
};

/// Accepts clients and owns their connections. Made on the main thread, then runs its loop
/// on its own; all members but those said otherwise belong to that thread.
class ProxyThread {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t buffer_size {64U << 10U};
    /// Bytes that may wait for slow clients and upstreams of a thread before less is read at once.
    /// They are counted five times a second.
    static constexpr std::size_t plenty_waiting {32U << 20U};

    /// @param listeners its own descriptors of the shared listening sockets
    static Result<std::unique_ptr<ProxyThread>> create(
        Shared& shared, const Bearings& bearings, std::vector<ListeningSocket> listeners);
    ProxyThread(const ProxyThread&) = delete;
    ProxyThread& operator=(const ProxyThread&) = delete;
    ~ProxyThread();

    // From the main thread.
    void start();
    /// Stops accepting, lets running requests finish, then ends the loop.
    void drain(std::chrono::seconds timeout);
    /// Waits for the loop to end.
    void join();
    /// Serves requests from now on by these.
    void publish(const Bearings& bearings);
    [[nodiscard]] const Counters& counters() const { return counters_; }
    [[nodiscard]] const LocationCounters& location_counters() const { return location_counters_; }
    /// Calls `look` with each connection, on the thread's loop, then `done`.
    void visit(std::function<void(const Connection&)> look, std::function<void()> done);

    // For connections and exchanges.
    [[nodiscard]] EventLoop& loop() { return loop_; }
    [[nodiscard]] Shared& shared() { return shared_; }
    [[nodiscard]] Counters& counters() { return counters_; }
    [[nodiscard]] const SharedAccounts& accounts() const { return accounts_; }
    [[nodiscard]] const std::shared_ptr<Serving>& serving() const { return serving_; }
    [[nodiscard]] const ProxyConfig& config() const { return serving_->settings().config; }
    [[nodiscard]] TrafficFeed& traffic() { return traffic_; }
    [[nodiscard]] LogBatch& access_log() { return access_log_; }
    [[nodiscard]] LogBatch& error_log() { return error_log_; }
    [[nodiscard]] bool is_draining() const { return drain_end_ != Clock::time_point {}; }
    /// For what is read from a socket and passed on before the callback returns. It is what may
    /// have to wait for whom it is meant: smaller while plenty waits already.
    [[nodiscard]] std::span<char> socket_buffer(Transport from = Transport::plain)
    {
        return room_in(*socket_buffer_, from);
    }
    /// For a file's bytes, likewise; apart, as a request may lie in the other.
    [[nodiscard]] std::span<char> file_buffer() { return room_in(*file_buffer_, Transport::plain); }

    /// Counts a connection of that address. @return false when it has as many as it may
    [[nodiscard]] bool enter(const Address& client);
    /// Destroys it at the end of the loop's turn.
    void retire(std::unique_ptr<Retired> object);
    /// Calls begin_turn() of the connection when all others that are ready had their turn.
    void resume_later(Connection& connection);
    /// Retires a connection that has closed.
    void remove(Connection& connection);
    /// A key under which `callback` is found when an answer comes back, unless forgotten.
    std::uint64_t await(std::move_only_function<void(Verdict)> callback);
    void forget(std::uint64_t key) { awaited_.erase(key); }
    /// Calls what waits under the key, if it still does.
    void answer(std::uint64_t key, Verdict verdict);

private:
    using Buffer = std::array<char, buffer_size>;

    ProxyThread(Shared& shared, const Bearings& bearings, EventLoop loop);
    [[nodiscard]] std::span<char> room_in(Buffer& buffer, Transport from) const;
    void note_waiting(std::size_t bytes);
    void adopt(const Bearings& bearings);
    Result<> watch_listeners();
    void accept_some(const ListeningSocket& listener);
    void admit(Fd fd, const Address& client, Transport transport);
    void pause_accepting();
    void check_deadlines();
    void begin_drain(Clock::time_point end);
    void destroy_retired() { retired_.clear(); }
    void resume_waiting();

    Shared& shared_;
    Counters counters_;
    LocationCounters location_counters_;
    EventLoop loop_;
    std::shared_ptr<Serving> serving_;
    SharedAccounts accounts_;
    SharedCertificates certificates_;
    std::unique_ptr<Buffer> socket_buffer_ = std::make_unique<Buffer>();
    std::unique_ptr<Buffer> file_buffer_ = std::make_unique<Buffer>();
    TrafficFeed traffic_;
    LogBatch access_log_;
    LogBatch error_log_;
    std::unordered_map<std::uint64_t, std::move_only_function<void(Verdict)>> awaited_;
    std::uint64_t last_key_ = 0;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<std::unique_ptr<Retired>> retired_;
    std::vector<Connection*> waiting_;  // for the next turn
    Clock::time_point drain_end_ {};
    std::vector<ListeningSocket> listeners_;
    std::vector<Watch> accepts_;
    Watch tick_;
    event end_of_turn_ {};
    event next_turn_ {};
    std::jthread thread_;
};

}  // namespace hive
