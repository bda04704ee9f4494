// daemons/proxy/connection.h - one client: its socket, its bytes in and out, its deadlines.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemons/proxy/client_socket.h"
#include "daemons/proxy/exchange.h"
#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/login_memo.h"
#include "daemons/proxy/refusal.h"
#include "daemons/proxy/retired.h"
#include "daemons/proxy/socket_event.h"
#include "lib/address.h"

namespace hive {

class ProxyThread;

/// Finds the heads of requests in what a client sends and gives each, one after the other,
/// to an Exchange. Requests sent ahead wait, at most requests_per_turn are begun in one turn of
/// the loop. Loop thread only.
class Connection final : public Retired {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr int requests_per_turn = 16;

    Connection(ProxyThread& thread, Fd fd, const Address& client, std::uint64_t number);
    ~Connection() override;

    [[nodiscard]] const Address& client() const { return client_; }
    [[nodiscard]] std::string_view client_text() const { return client_text_; }
    /// Counts all connections of this process; in the error log.
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] int fd() const { return socket_.fd(); }
    [[nodiscard]] bool is_tls() const { return socket_.tls() != nullptr; }

    [[nodiscard]] Clock::time_point began() const { return began_; }
    /// Whether its address was counted against the limit of connections.
    [[nodiscard]] bool is_counted() const { return is_counted_; }
    [[nodiscard]] const Exchange* exchange() const { return exchange_.get(); }
    /// "idle", "head", "request", "tunnel" or "closing".
    [[nodiscard]] std::string_view state() const;

    /// Begins to read. @param certificates for TLS, nullptr without it
    void begin(SharedCertificates certificates);
    /// The same for one that begins with a PROXY header.
    void begin_behind_proxy(SharedCertificates certificates);

    /// Bytes kept for a client, an exchange or an upstream that takes them later.
    [[nodiscard]] std::size_t bytes_waiting() const;
    /// Closes the connection if its time is up.
    void check_deadline(Clock::time_point now);

    // For the exchange.
    /// Sends, or keeps what the socket does not take. May close the connection.
    void send(std::span<const std::string_view> pieces);
    /// Whether all that was sent has left; else on_client_clear() follows.
    [[nodiscard]] bool is_clear() const { return output_.empty(); }
    /// Bytes the client has acknowledged since the connection began; nothing but for TCP.
    [[nodiscard]] std::optional<std::uint64_t> acknowledged() const
    {
        return socket_.acknowledged();
    }
    /// Goes on with the requests that waited for another turn of the loop.
    void begin_turn();
    /// Calls on_client_clear() when the socket takes more: for one that sends by itself.
    void await_room() { writable_.start(); }
    [[nodiscard]] bool is_closed() const { return phase_ == Phase::closed; }
    /// Asks the ban list only when something was banned since the last time.
    [[nodiscard]] bool is_banned();
    [[nodiscard]] LoginMemo& login_memo() { return login_memo_; }
    /// Gives the exchange the bytes it did not take before.
    void resume_input();
    /// The connection is closed if nothing moves for that long.
    void set_patience(std::chrono::seconds patience);

    enum class Afterwards { next_request, close, linger };
    /// The exchange is over and all of it was sent. `linger` closes so that a client which
    /// still sends can read the answer.
    void finish(Afterwards afterwards);
    /// Closes at once so that the client sees its answer is not whole.
    void abort();

    std::size_t place = 0;  // among the thread's connections

private:
    enum class Phase { proxy_header, head, exchange, lingering, closed };

    void on_readable();
    void read_proxy_header();
    void learn_client(const Address& client);
    void note_handshake();
    void on_writable();
    void input_ended();
    void receive(std::span<char> bytes);
    void consume(std::span<char> bytes);
    std::size_t consume_some(std::span<char> bytes);
    std::size_t consume_head(std::string_view bytes);
    void wait_for_turn();
    void begin_exchange(std::string_view head);
    void refuse_head(std::string_view bytes, const Refusal& refusal);
    void update_reading();
    void linger();
    void close();
    void close_orderly();

    ProxyThread& thread_;
    Address client_;
    std::string client_text_;
    const std::uint64_t number_;
    ClientSocket socket_;
    SharedCertificates certificates_;  // while a PROXY header is awaited
    const Clock::time_point began_ = Clock::now();
    Phase phase_ = Phase::head;
    bool is_consuming_ = false;
    bool is_counted_ = false;
    bool is_new_ = true;  // no byte was read yet
    bool has_input_ended_ = false;
    bool is_waiting_for_head_ = false;  // part of it is here
    bool is_waiting_for_turn_ = false;  // more requests are here
    int requests_left_ = requests_per_turn;
    std::uint64_t clean_version_ = 0;  // of the ban list
    Clock::time_point deadline_;
    HeadScan scan_;
    std::string input_;  // read and not consumed: an unfinished head, requests sent ahead
    std::string output_;  // what the socket did not take yet
    LoginMemo login_memo_;
    std::unique_ptr<Exchange> exchange_;
    SocketEvent readable_;
    SocketEvent writable_;
};

}  // namespace hive
