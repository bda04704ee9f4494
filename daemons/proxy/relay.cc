#include "daemons/proxy/relay.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "daemons/proxy/coarse_time.h"
#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange.h"
#include "daemons/proxy/forwarding.h"
#include "daemons/proxy/http_date.h"
#include "daemons/proxy/proxy_thread.h"
#include "lib/log.h"
#include "lib/result.h"

namespace hive {

namespace {

/// Fresh connections one repeatable request may use at most, on different servers where there
/// are; the first, and one after a server that died with the request in hand at least.
constexpr std::size_t most_tries = 3;

}  // namespace

Relay::Relay(ProxyThread& thread, Connection& connection, Exchange& exchange,
    const Location& location, std::size_t upstream, std::string request)
    : thread_ {thread}, connection_ {connection}, exchange_ {exchange}, location_ {location},
      place_ {.group = upstream}, group_ {exchange.serving().group(upstream)},
      request_ {std::move(request)}, is_repeatable_ {exchange.head().is_idempotent()
                                         && exchange.head().body.kind == BodyFraming::Kind::none
                                         && exchange.head().upgrade.empty()},
      request_body_ {exchange.head().body}
{
    if (exchange.head().body.kind == BodyFraming::Kind::chunked)
        request_trailer_ = TrailerRule {exchange.head().fields, true};
    choose_server({});
}

Relay::~Relay()
{
    group_.end(place_.server);
    give_back(std::move(request_));
}

void Relay::choose_server(std::optional<std::size_t> avoid)
{
    if (avoid)
        group_.end(*avoid);
    place_.server = group_.choose(coarse_steady_now(), avoid);
    group_.begin(place_.server);
}

std::chrono::seconds Relay::response_timeout() const
{
    const auto own = location_.response_timeout;
    return own.count() == 0 ? exchange_.config().response_timeout : own;
}

int Relay::max_tries() const
{
    return static_cast<int>(std::clamp<std::size_t>(group_.size(), 2, most_tries));
}

void Relay::begin()
{
    // An idle connection may be closed under the request: only one that can be sent twice
    // is trusted to it.
    auto& pool = exchange_.serving().pool(place_);
    auto idle = is_repeatable_ ? pool.take_idle() : nullptr;
    if (!idle)
        ++tries_;
    open(idle ? std::move(idle) : pool.make());
}

void Relay::open(std::unique_ptr<Upstream> upstream)
{
    upstream_ = std::move(upstream);
    upstream_->set_user(this);
    connection_.set_patience(
        upstream_->is_connected() ? response_timeout() : exchange_.config().connect_timeout);
    if (!upstream_->is_connected())
        upstream_->connect();
    const std::array<std::string_view, 1> pieces {request_};
    upstream_->send(pieces);
}

/// For a request that may be sent twice, or was not sent at all.
bool Relay::retry()
{
    if (has_begun_ || !partial_head_.empty() || tries_ >= max_tries())
        return false;
    ++tries_;
    thread_.counters().retries.add();
    let_go();
    choose_server(place_.server);
    open(exchange_.serving().pool(place_).make());
    return true;
}

/// The server did not do what it should.
void Relay::note_failure()
{
    if (!group_.fail(place_.server, coarse_steady_now()) || group_.size() == 1)
        return;
    log::warning("rested {} {}", log::field("upstream", group_.config().name),
        log::field("server", group_.config().servers[place_.server].endpoint.text()));
}

void Relay::let_go()
{
    if (!upstream_)
        return;
    upstream_->abandon();
    thread_.retire(std::move(upstream_));
}

bool Relay::wants_body() const
{
    return has_body_left() && upstream_ && (upstream_->is_clear() || upstream_->is_broken());
}

std::size_t Relay::take_body(std::span<char> bytes)
{
    if (!wants_body())
        return 0;
    const auto piece = request_body_.take(bytes);
    body_taken_ += piece.data.size();
    if (piece.outcome == BodyReader::Outcome::malformed) {
        fail(400, "the request body is malformed");
        return piece.used;
    }
    if (!is_tunnel_ && body_taken_ > exchange_.max_body()) {
        fail(413, "the request body is too large");
        return piece.used;
    }
    const bool is_chunked = exchange_.head().body.kind == BodyFraming::Kind::chunked;
    std::optional<std::string> end {std::in_place};
    if (is_chunked && request_body_.is_complete())
        end = request_trailer_.last_chunk(request_body_.trailer());
    if (!end) {
        fail(400, "the trailer of the request is malformed");
        return piece.used;
    }
    const ChunkFrame frame {is_chunked ? piece.data.size() : 0};
    const std::array<std::string_view, 4> pieces {frame.before(),
        std::string_view {piece.data.data(), piece.data.size()}, frame.after(), *end};
    upstream_->send(pieces);
    connection_.set_patience(request_body_.is_complete() ? response_timeout() : exchange_.pause());
    return piece.used;
}

void Relay::on_upstream_clear()
{
    if (!has_begun_)
        connection_.set_patience(response_timeout());
    connection_.resume_input();
}

void Relay::on_upstream_unreachable(int errnum)
{
    log::warning("unreachable {} {}",
        log::field("upstream", group_.config().servers[place_.server].endpoint.text()),
        log::field("why", std::strerror(errnum)));
    note_failure();
    // A lone server that refuses would refuse again.
    if (group_.size() > 1 && retry())
        return;
    fail(502, "the server behind this page cannot be reached");
}

void Relay::on_deadline()
{
    // The server waits like us: it is not to rest for what a client does.
    if (wants_body())
        return fail(408, "the request body came too slowly");
    note_failure();
    const bool is_connected = upstream_ && upstream_->is_connected();
    if (!is_connected && group_.size() > 1 && retry())
        return;
    fail(504, "the server behind this page took too long");
}

void Relay::fail(int status, std::string_view reason)
{
    if (status >= 500)
        thread_.counters().upstream_errors.add();
    let_go();
    exchange_.fail({.status = status, .reason = reason});
}

}  // namespace hive
