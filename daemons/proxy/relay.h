// daemons/proxy/relay.h - passes one request to an upstream and its answer back.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemons/proxy/body_framing.h"
#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/refusal.h"
#include "daemons/proxy/response_head.h"
#include "daemons/proxy/serving.h"
#include "daemons/proxy/spare_memory.h"
#include "daemons/proxy/trailer.h"

namespace hive {

class Connection;
class Exchange;
class ProxyThread;

/// Streams both ways: what is read from one side is written to the other before more is
/// read, so a slow reader slows its writer down and at most one buffer waits. Every read of
/// an upstream is passed on at once.
class Relay final : public UpstreamUser, public InSpareBlocks<Relay> {
public:
    /// @param request the head for the upstream
    /// @param location that the request is for
    /// @param upstream number of its group
    Relay(ProxyThread& thread, Connection& connection, Exchange& exchange, const Location& location,
        std::size_t upstream, std::string request);
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    ~Relay();

    void begin();
    /// @return bytes taken of the request's body
    std::size_t take_body(std::span<char> bytes);
    [[nodiscard]] bool wants_body() const;
    [[nodiscard]] bool has_body_left() const { return !request_body_.is_complete(); }
    /// Kept for the upstream, and of the head of its answer.
    [[nodiscard]] std::size_t bytes_waiting() const
    {
        return partial_head_.size() + (upstream_ ? upstream_->bytes_waiting() : 0);
    }
    /// All that was passed to the client has left.
    void on_client_clear();
    void on_deadline();
    /// The client sends no more; a tunnel passes that on.
    void on_input_end();
    /// Whether the connection is a tunnel now: bytes both ways, no messages.
    [[nodiscard]] bool is_tunnel() const { return is_tunnel_; }
    /// Bytes of the request's body so far.
    [[nodiscard]] std::uint64_t body_taken() const { return body_taken_; }
    /// Nothing more is wanted of the upstream.
    void let_go();

    void on_upstream_readable() override;
    void on_upstream_clear() override;
    void on_upstream_unreachable(int errnum) override;

private:
    void choose_server(std::optional<std::size_t> avoid);
    void open(std::unique_ptr<Upstream> upstream);
    bool retry();
    void note_failure();
    [[nodiscard]] std::chrono::seconds response_timeout() const;
    [[nodiscard]] int max_tries() const;
    void take_answer(std::span<char> bytes);
    [[nodiscard]] Judged<std::optional<ResponseHead>> next_head(std::string_view text);
    void pass_interim(const ResponseHead& head);
    void begin_answer(const ResponseHead& head, std::span<char> body);
    void begin_tunnel(const ResponseHead& head, std::span<char> bytes);
    void pass_on(std::string_view head, std::span<char> bytes);
    void end_answer(bool is_reusable);
    void upstream_ended(bool is_orderly);
    void fail(int status, std::string_view reason);

    ProxyThread& thread_;
    Connection& connection_;
    Exchange& exchange_;
    const Location& location_;
    UpstreamPlace place_;
    UpstreamGroup& group_;
    std::string request_;
    const bool is_repeatable_;  // idempotent, and without a body that would be consumed
    int tries_ = 0;  // fresh connections used
    BodyReader request_body_;
    TrailerRule request_trailer_;
    std::uint64_t body_taken_ = 0;  // bytes of the request's body
    std::string partial_head_;  // of the answer
    HeadScan scan_;
    bool has_begun_ = false;  // the answer, towards the client
    BodyReader response_body_;
    TrailerRule response_trailer_;
    BodyFraming::Kind client_framing_ = BodyFraming::Kind::none;
    bool upstream_keeps_alive_ = false;
    bool is_tunnel_ = false;
    std::unique_ptr<Upstream> upstream_;
};

}  // namespace hive
