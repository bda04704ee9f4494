#include "daemons/proxy/connection.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "daemons/proxy/coarse_time.h"
#include "daemons/proxy/proxy_thread.h"

namespace hive {

namespace {

/// How long a connection at rest may still bring a request when the daemon stops.
constexpr std::chrono::milliseconds drain_grace {300};

}  // namespace

Connection::Connection(ProxyThread& thread, Fd fd, const Address& client, std::uint64_t number)
    : thread_ {thread}, client_ {client}, client_text_ {client.text()}, number_ {number},
      socket_ {std::move(fd)}
{
    auto* const base = thread.loop().base();
    readable_.assign<&Connection::on_readable>(base, this->fd(), Readiness::read, this);
    writable_.assign<&Connection::on_writable>(base, this->fd(), Readiness::write, this);
    set_patience(thread.config().head_timeout);
}

Connection::~Connection() = default;

std::string_view Connection::state() const
{
    switch (phase_) {
    case Phase::proxy_header:
    case Phase::head: return input_.empty() ? "idle" : "head";
    case Phase::exchange: return exchange_->is_tunnel() ? "tunnel" : "request";
    case Phase::lingering:
    case Phase::closed: break;
    }
    return "closing";
}

void Connection::set_patience(std::chrono::seconds patience)
{
    deadline_ = coarse_steady_now() + patience;
}

void Connection::check_deadline(Clock::time_point now)
{
    const bool is_at_rest = phase_ == Phase::head && input_.empty();
    if (is_at_rest && thread_.is_draining())
        deadline_ = std::min(deadline_, now + drain_grace);
    if (phase_ == Phase::exchange)
        exchange_->check_pace(now);
    if (now < deadline_ || is_closed())
        return;
    if (phase_ == Phase::exchange)
        return exchange_->on_deadline();
    if (phase_ == Phase::head && !input_.empty())
        return refuse_head(input_, {.status = 408, .reason = "the request took too long"});
    thread_.traffic().add(*this, TrafficEvent::Kind::idle);
    close_orderly();
}

std::size_t Connection::bytes_waiting() const
{
    return input_.size() + output_.size() + (exchange_ ? exchange_->bytes_waiting() : 0);
}

bool Connection::is_banned()
{
    return thread_.shared().bans.holds_by_now(client_, clean_version_);
}

void Connection::on_readable()
{
    if (phase_ == Phase::proxy_header)
        return read_proxy_header();
    const auto buffer = thread_.socket_buffer(is_tls() ? Transport::tls : Transport::plain);
    const auto received = socket_.read(buffer);
    if (received > 0 && is_new_)
        note_handshake();
    if (received > 0)
        return receive(buffer.first(static_cast<std::size_t>(received)));
    if (received == 0)
        return input_ended();
    if (errno == EINPROGRESS)
        return writable_.start();
    if (errno != EAGAIN && errno != EINTR)
        close();
}

/// A client may close its sending side and still wait for the answer.
void Connection::input_ended()
{
    has_input_ended_ = true;
    if (phase_ != Phase::exchange)
        return close_orderly();
    update_reading();
    exchange_->on_input_end();
}

void Connection::receive(std::span<char> bytes)
{
    if (input_.empty())
        return consume(bytes);
    input_.append(bytes.begin(), bytes.end());
    resume_input();
}

void Connection::resume_input()
{
    if (is_consuming_ || is_waiting_for_turn_ || is_closed())
        return;
    std::string bytes = std::exchange(input_, {});
    consume(bytes);
}

void Connection::begin_turn()
{
    is_waiting_for_turn_ = false;
    resume_input();
}

void Connection::consume(std::span<char> bytes)
{
    is_consuming_ = true;
    requests_left_ = requests_per_turn;
    while (!bytes.empty()) {
        const auto used = consume_some(bytes);
        if (used == 0)
            break;
        bytes = bytes.subspan(used);
    }
    is_consuming_ = false;
    if (is_closed())
        return;
    input_.assign(bytes.begin(), bytes.end());
    if (has_input_ended_ && phase_ == Phase::head)
        return close();
    update_reading();
}

std::size_t Connection::consume_some(std::span<char> bytes)
{
    switch (phase_) {
    case Phase::head: return consume_head({bytes.data(), bytes.size()});
    case Phase::exchange: return exchange_->take_body(bytes);
    case Phase::lingering: return bytes.size();
    case Phase::proxy_header:
    case Phase::closed: break;
    }
    return 0;
}

std::size_t Connection::consume_head(std::string_view bytes)
{
    // RFC 9112, 2.2: an empty line before a request is skipped.
    if (bytes.starts_with("\r\n"))
        return 2;
    const auto& config = thread_.config();
    const auto limit = static_cast<std::size_t>(config.max_head);
    const auto outcome = scan_.look(bytes);
    if (outcome == HeadScan::Outcome::malformed) {
        refuse_head(bytes, {.status = 400, .reason = "the request is malformed"});
        return bytes.size();
    }
    const bool is_whole = outcome == HeadScan::Outcome::whole;
    if ((is_whole ? scan_.length() : bytes.size()) > limit) {
        refuse_head(bytes, {.status = 431, .reason = "the request head is too large"});
        return bytes.size();
    }
    if (!is_whole) {
        // Counted from its first byte: a client that drips gets no more time.
        if (!is_waiting_for_head_)
            set_patience(config.head_timeout);
        is_waiting_for_head_ = true;
        return 0;
    }
    if (requests_left_-- == 0) {
        wait_for_turn();
        return 0;
    }
    const auto length = scan_.length();
    begin_exchange(bytes.substr(0, length));
    return length;
}

/// Somebody who sends many requests at once must not keep the others waiting.
void Connection::wait_for_turn()
{
    scan_.restart();
    is_waiting_for_turn_ = true;
    thread_.resume_later(*this);
}

void Connection::begin_exchange(std::string_view head)
{
    scan_.restart();
    is_waiting_for_head_ = false;
    phase_ = Phase::exchange;
    exchange_ = std::make_unique<Exchange>(thread_, *this, head);
    exchange_->begin();
}

void Connection::refuse_head(std::string_view bytes, const Refusal& refusal)
{
    const auto line = bytes.substr(0, bytes.find_first_of("\r\n"));
    phase_ = Phase::exchange;
    exchange_ = std::make_unique<Exchange>(thread_, *this, line);
    exchange_->refuse_head(refusal);
}

/// Reads while somebody wants the bytes, and else only to see the client leave.
void Connection::update_reading()
{
    const bool wants_input = phase_ != Phase::exchange || exchange_->wants_body()
        || (!exchange_->has_body_left() && input_.empty());
    readable_.turn(wants_input && !has_input_ended_ && !is_waiting_for_turn_);
}

void Connection::send(std::span<const std::string_view> pieces)
{
    if (is_closed())
        return;
    if (!output_.empty()) {
        for (const auto piece : pieces)
            output_ += piece;
        return;
    }
    if (socket_.send(pieces, output_) != 0)
        return close();
    if (!output_.empty())
        writable_.start();
}

void Connection::on_writable()
{
    if (!output_.empty()) {
        const auto before = output_.size();
        if (socket_.send_pending(output_) != 0)
            return close();
        if (output_.size() != before)
            set_patience(exchange_ ? exchange_->pause() : thread_.config().idle_timeout);
        if (!output_.empty())
            return;
    }
    writable_.stop();
    if (exchange_)
        return exchange_->on_client_clear();
    // A handshake waited for room.
    on_readable();
}

}  // namespace hive
