#include <array>
#include <cerrno>
#include <utility>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange.h"
#include "daemons/proxy/forwarding.h"
#include "daemons/proxy/http_date.h"
#include "daemons/proxy/proxy_thread.h"
#include "daemons/proxy/relay.h"
#include "lib/result.h"

namespace hive {

namespace {
constexpr std::size_t max_answer_head {64U << 10U};
}  // namespace

void Relay::on_upstream_readable()
{
    const auto buffer = thread_.socket_buffer();
    const auto received = upstream_->read(buffer);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (received <= 0)
        return upstream_ended(received == 0);
    const auto bytes = buffer.first(static_cast<std::size_t>(received));
    connection_.set_patience(exchange_.pause());
    if (has_begun_)
        return pass_on({}, bytes);
    if (partial_head_.empty())
        return take_answer(bytes);
    partial_head_.append(bytes.begin(), bytes.end());
    std::string whole = std::exchange(partial_head_, {});
    take_answer(whole);
}

void Relay::take_answer(std::span<char> bytes)
{
    while (!bytes.empty()) {
        const auto head = next_head({bytes.data(), bytes.size()});
        if (!head)
            return fail(head.error().status, head.error().reason);
        const auto& whole = *head;
        if (!whole) {
            partial_head_.assign(bytes.begin(), bytes.end());
            return;
        }
        bytes = bytes.subspan(scan_.length());
        scan_.restart();
        if (whole->is_switch())
            return begin_tunnel(*whole, bytes);
        if (!whole->is_interim())
            return begin_answer(*whole, bytes);
        pass_interim(*whole);
        if (connection_.is_closed())
            return;
    }
}

/// @return nothing while the head is not whole
Judged<std::optional<ResponseHead>> Relay::next_head(std::string_view text)
{
    const auto outcome = scan_.look(text);
    if (outcome == HeadScan::Outcome::malformed)
        return refuse(502, "the server behind this page gave a malformed answer");
    const bool is_whole = outcome == HeadScan::Outcome::whole;
    if ((is_whole ? scan_.length() : text.size()) > max_answer_head)
        return refuse(502, "the server behind this page gave too large an answer");
    if (!is_whole)
        return std::nullopt;
    const auto& asked = exchange_.head();
    return TRY(parse_response_head(text.substr(0, scan_.length()), asked.method, asked.upgrade));
}

/// HTTP/1.0 knows no interim answers (RFC 9110, 15.2).
void Relay::pass_interim(const ResponseHead& head)
{
    if (exchange_.head().minor_version == 0)
        return;
    const auto text = client_response(head, {}, {});
    const std::array<std::string_view, 1> pieces {text};
    connection_.send(pieces);
    if (!connection_.is_closed() && !connection_.is_clear())
        upstream_->pause_reading();
}

void Relay::begin_answer(const ResponseHead& head, std::span<char> body)
{
    has_begun_ = true;
    response_body_ = BodyReader {head.body};
    // A server that sends a body with HEAD must not answer somebody else by it.
    upstream_keeps_alive_ = head.keeps_alive && !exchange_.head().is_head();
    ClientConnection client {.minor_version = exchange_.head().minor_version};
    client_framing_ = client_framing(head, client).kind;
    client = exchange_.settle_connection(client_framing_ != BodyFraming::Kind::until_close);
    if (client_framing_ == BodyFraming::Kind::chunked)
        response_trailer_ = TrailerRule {head.fields, client.takes_trailers};
    exchange_.begin_answer(head.status);
    group_.succeed(place_.server);
    auto text = client_response(head, client, http_date_now());
    pass_on(text, body);
    give_back(std::move(text));
}

void Relay::begin_tunnel(const ResponseHead& head, std::span<char> bytes)
{
    has_begun_ = true;
    is_tunnel_ = true;
    request_body_ = BodyReader {{.kind = BodyFraming::Kind::until_close}};
    response_body_ = BodyReader {{.kind = BodyFraming::Kind::until_close}};
    client_framing_ = BodyFraming::Kind::until_close;
    const auto client = exchange_.settle_connection(false);
    exchange_.begin_answer(head.status);
    thread_.counters().tunnels.add();
    group_.succeed(place_.server);
    connection_.set_patience(exchange_.pause());
    pass_on(client_response(head, client, {}), bytes);
    // What the client sent ahead, and what it will send, is the tunnel's from here on.
    connection_.resume_input();
}

void Relay::on_input_end()
{
    if (upstream_)
        upstream_->end_sending();
}

void Relay::pass_on(std::string_view head, std::span<char> bytes)
{
    const auto piece = response_body_.take(bytes);
    if (piece.outcome == BodyReader::Outcome::malformed)
        return fail(502, "the server behind this page gave a malformed answer");
    const bool is_chunked = client_framing_ == BodyFraming::Kind::chunked;
    std::optional<std::string> end {std::in_place};
    if (is_chunked && response_body_.is_complete())
        end = response_trailer_.last_chunk(response_body_.trailer());
    if (!end)
        return fail(502, "the trailer of the answer is malformed");
    const ChunkFrame frame {is_chunked ? piece.data.size() : 0};
    const std::array<std::string_view, 5> pieces {head, frame.before(),
        std::string_view {piece.data.data(), piece.data.size()}, frame.after(), *end};
    exchange_.count_sent(piece.data.size());
    connection_.send(pieces);
    if (connection_.is_closed())
        return;
    if (response_body_.is_complete())
        return end_answer(upstream_keeps_alive_ && piece.used == bytes.size());
    if (!connection_.is_clear())
        upstream_->pause_reading();
}

void Relay::end_answer(bool is_reusable)
{
    if (is_reusable && !has_body_left() && upstream_->is_clear())
        exchange_.serving().pool(place_).give_back(std::move(upstream_));
    else
        let_go();
    exchange_.end_answer();
}

void Relay::on_client_clear()
{
    if (upstream_)
        upstream_->resume_reading();
}

void Relay::upstream_ended(bool is_orderly)
{
    if (!has_begun_) {
        note_failure();
        if (!is_repeatable_ || !retry())
            fail(502, "the server behind this page closed without an answer");
        return;
    }
    const bool is_whole = is_orderly && response_body_.ends_with_connection();
    if (!is_whole) {
        note_failure();
        return fail(502, "the server behind this page closed in the middle of its answer");
    }
    if (client_framing_ == BodyFraming::Kind::chunked) {
        const std::array<std::string_view, 1> pieces {last_chunk};
        connection_.send(pieces);
    }
    if (!connection_.is_closed())
        end_answer(false);
}

}  // namespace hive
