// daemons/proxy/exchange.h - one request and its answer: judged, routed, authorised, served,
// logged.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemons/proxy/auth.h"
#include "daemons/proxy/authenticator.h"
#include "daemons/proxy/coarse_time.h"
#include "daemons/proxy/file_send.h"
#include "daemons/proxy/forwarded_client.h"
#include "daemons/proxy/lockout.h"
#include "daemons/proxy/pace.h"
#include "daemons/proxy/page.h"
#include "daemons/proxy/request_head.h"
#include "daemons/proxy/retired.h"
#include "daemons/proxy/route.h"
#include "daemons/proxy/serving.h"
#include "daemons/proxy/spare_memory.h"

namespace hive {

class Connection;
class ProxyThread;
class Relay;

/// Lives from the end of a request's head until its answer has been sent. Loop thread only.
class Exchange final : public Retired, public InSpareBlocks<Exchange> {
public:
    /// @param head exactly one head, or a first line for refuse_head()
    Exchange(ProxyThread& thread, Connection& connection, std::string_view head);
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange() override;

    /// Decides what to do with the request and begins to. May finish it, too.
    void begin();
    /// Answers a head that could not be taken.
    void refuse_head(const Refusal& refusal);

    // From the connection.
    /// @return bytes taken of the request's body; 0 when none are wanted now
    std::size_t take_body(std::span<char> bytes);
    [[nodiscard]] bool wants_body() const;
    /// Whether bytes of the body are still to come from the client.
    [[nodiscard]] bool has_body_left() const;
    /// How long nothing may move.
    [[nodiscard]] std::chrono::seconds pause() const;
    /// Kept for the upstream, and of the head of its answer.
    [[nodiscard]] std::size_t bytes_waiting() const;
    void on_client_clear();
    void on_input_end();
    void on_deadline();
    void on_client_gone();
    /// Fails a request whose client was banned meanwhile, that takes too long as a whole, whose
    /// body drips, or whose answer is taken in drops.
    void check_pace(std::chrono::steady_clock::time_point now);

    // For the relay.
    [[nodiscard]] const RequestHead& head() const { return head_; }
    [[nodiscard]] const ProxyConfig& config() const { return serving_->settings().config; }
    [[nodiscard]] Serving& serving() { return *serving_; }
    [[nodiscard]] const Connection& connection() const { return connection_; }
    /// Most bytes of a body at this location.
    [[nodiscard]] std::uint64_t max_body() const;
    /// Who asks: the peer, or whom a trusted proxy names.
    [[nodiscard]] const Address& client() const;
    [[nodiscard]] std::string_view client_text() const;
    [[nodiscard]] bool is_tls() const;

    // What is told of it: logs, hive-guard, the control socket.
    [[nodiscard]] std::chrono::system_clock::time_point began() const { return time_; }
    /// Whatever happened to the system's clock meanwhile.
    [[nodiscard]] std::chrono::microseconds lasted() const;
    [[nodiscard]] const std::string& user() const { return user_; }
    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] std::uint64_t sent() const { return sent_; }
    [[nodiscard]] std::uint64_t received() const;
    [[nodiscard]] const Location* location() const { return location_; }
    /// Refused because the client is banned.
    [[nodiscard]] bool is_banned() const { return is_banned_; }
    /// Tried to log in, here or at the upstream, and was not let in.
    [[nodiscard]] bool is_login_refused() const;
    [[nodiscard]] bool is_tunnel() const;
    /// How the client is answered from here on, decided once.
    /// @param has_clear_end whether the answer's end can be told without closing
    [[nodiscard]] ClientConnection settle_connection(bool has_clear_end);
    /// The answer has begun. @param status of it
    void begin_answer(int status);
    void count_sent(std::size_t bytes) { sent_ += bytes; }
    /// The whole answer has been given to the connection.
    void end_answer();
    /// Answers an error, or cuts the connection when an answer has begun.
    void fail(const Refusal& refusal);

private:
    [[nodiscard]] Judged<> check_limits();
    [[nodiscard]] bool is_client_banned();
    void route();
    [[nodiscard]] bool admits_rate();
    [[nodiscard]] bool needs_tls() const;
    void send_to_tls();
    void authorise();
    void authenticate();
    [[nodiscard]] Lockout::Rule lockout_rule() const;
    [[nodiscard]] bool is_remembered();
    [[nodiscard]] bool is_known(const Credentials& credentials, Lockout::Hold hold);
    void lock_out();
    void verify(const Credentials& credentials);
    void forget_verdict();
    void judge(const Credentials& credentials, Verdict verdict);
    void challenge();
    void serve();
    void serve_upstream(const UpstreamChoice& choice);
    void serve_file(const FileDirectory& directory);
    void send_file(StaticFile file);
    void send_part(
        const OwnAnswer& own, StaticFile file, std::uint64_t first, std::uint64_t length);
    void pump_file();
    void pump_file_by_tls(FileSend& file);
    void answer(const OwnAnswer& own);
    [[nodiscard]] bool is_sent_too_slowly(std::chrono::steady_clock::time_point now);
    [[nodiscard]] bool is_owed_bytes() const;
    [[nodiscard]] bool is_taken_too_slowly(std::chrono::steady_clock::time_point now);
    void give_up(const Refusal& refusal);
    void complete();
    void end();

    ProxyThread& thread_;
    Connection& connection_;
    const std::shared_ptr<Serving> serving_;  // keeps what the rest points into
    std::string bytes_ = spare_text();  // what head_ points into
    const std::chrono::system_clock::time_point time_ = coarse_system_now();
    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    Pace upload_;
    Pace download_;
    RequestHead head_;
    std::optional<ForwardedClient> forwarded_;
    std::uint64_t clean_version_ = 0;  // of the ban list, for the forwarded client
    const Location* location_ = nullptr;
    std::string user_;
    int status_ = 0;  // 0 until the answer begins
    std::uint64_t sent_ = 0;  // bytes of the answer's body
    bool is_banned_ = false;
    bool is_locked_out_ = false;
    bool keeps_alive_ = true;
    bool is_answered_ = false;  // the whole answer is with the connection
    bool is_over_ = false;
    std::uint64_t awaited_ = 0;  // key of the verdict under way, 0 for none
    std::optional<FileSend> file_;
    std::unique_ptr<Relay> relay_;
};

}  // namespace hive
