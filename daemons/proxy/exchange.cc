#include "daemons/proxy/exchange.h"

#include <array>
#include <cassert>
#include <cctype>
#include <utility>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange_log.h"
#include "daemons/proxy/http_date.h"
#include "daemons/proxy/proxy_thread.h"
#include "daemons/proxy/relay.h"
#include "daemons/proxy/trailer.h"

namespace hive {

namespace {
/// nginx's status for a client that left before its answer began; in the access log only.
constexpr int client_gone_status = 499;
/// Over which the pace of a request's body is measured.
constexpr std::chrono::seconds upload_stretch {10};
}  // namespace

Exchange::Exchange(ProxyThread& thread, Connection& connection, std::string_view head)
    : thread_ {thread}, connection_ {connection}, serving_ {thread.serving()}
{
    bytes_.assign(head);
    head_.line = bytes_;
}

Exchange::~Exchange()
{
    give_back(std::move(bytes_));
}

void Exchange::refuse_head(const Refusal& refusal)
{
    head_.keeps_alive = false;
    // What follows on the connection is not to be trusted; the client may still be sending.
    head_.body = {.kind = BodyFraming::Kind::until_close};
    fail(refusal);
}

std::size_t Exchange::take_body(std::span<char> bytes)
{
    return relay_ && !is_over_ ? relay_->take_body(bytes) : 0;
}

bool Exchange::wants_body() const
{
    return relay_ && !is_over_ && relay_->wants_body();
}

bool Exchange::has_body_left() const
{
    return relay_ ? relay_->has_body_left()
                  : head_.body.kind != BodyFraming::Kind::none
            && head_.body != BodyFraming {.kind = BodyFraming::Kind::length};
}

std::chrono::seconds Exchange::pause() const
{
    return is_tunnel() ? config().tunnel_timeout : config().idle_timeout;
}

std::size_t Exchange::bytes_waiting() const
{
    return relay_ ? relay_->bytes_waiting() : 0;
}

void Exchange::on_client_clear()
{
    if (is_over_)
        return;
    if (is_answered_)
        return complete();
    if (file_)
        return pump_file();
    if (relay_)
        relay_->on_client_clear();
}

void Exchange::on_input_end()
{
    if (is_tunnel())
        return relay_->on_input_end();
    if (has_body_left() && !is_answered_)
        connection_.abort();
}

void Exchange::on_deadline()
{
    // Its pace is watched: the kernel may take nothing for long while the client takes a lot.
    if (is_owed_bytes() && download_.is_running())
        return connection_.set_patience(config().idle_timeout);
    if (status_ != 0)
        return connection_.abort();
    if (relay_)
        return relay_->on_deadline();
    fail({.status = 503, .reason = "the login could not be checked in time"});
}

void Exchange::on_client_gone()
{
    if (is_over_)
        return;
    is_over_ = true;
    forget_verdict();
    if (relay_)
        relay_->let_go();
    if (status_ == 0)
        status_ = client_gone_status;
    end();
}

void Exchange::check_pace(std::chrono::steady_clock::time_point now)
{
    const auto limit = config().request_timeout;
    if (is_over_)
        return;
    if (!is_banned_ && is_client_banned())
        return give_up({.status = 403, .reason = "this address is banned"});
    if (is_tunnel())
        return;
    if (limit.count() > 0 && now - begin_ > limit)
        return give_up({.status = 504, .reason = "the request took too long"});
    if (is_sent_too_slowly(now))
        return give_up({.status = 408, .reason = "the request body came too slowly"});
    if (is_taken_too_slowly(now)) {
        thread_.counters().slow_readers.add();
        give_up({.status = 408, .reason = "the answer was taken too slowly"});
    }
}

/// The client is only to blame while somebody waits for its bytes.
bool Exchange::is_sent_too_slowly(std::chrono::steady_clock::time_point now)
{
    const auto least = config().min_body_rate;
    if (least == 0 || !wants_body()) {
        upload_.stop();
        return false;
    }
    return upload_.is_too_slow(received(), least, upload_stretch, now);
}

bool Exchange::is_owed_bytes() const
{
    return !connection_.is_clear() || (file_ && !is_answered_);
}

/// What the kernel holds is not taken yet: the client's own acknowledgements count. It may pause
/// for as long as anybody may be silent.
bool Exchange::is_taken_too_slowly(std::chrono::steady_clock::time_point now)
{
    const auto stretch = config().idle_timeout;
    if (!is_owed_bytes()) {
        download_.stop();
        return false;
    }
    if (!download_.is_due(stretch, now))
        return false;
    const auto taken = connection_.acknowledged();
    return taken && download_.is_too_slow(*taken, config().min_send_rate, stretch, now);
}

/// The upstream must not answer, too.
void Exchange::give_up(const Refusal& refusal)
{
    if (relay_)
        relay_->let_go();
    fail(refusal);
}

std::uint64_t Exchange::max_body() const
{
    const bool has_own = location_ != nullptr && location_->max_body != 0;
    return static_cast<std::uint64_t>(has_own ? location_->max_body : config().max_body);
}

const Address& Exchange::client() const
{
    return forwarded_ ? forwarded_->client : connection_.client();
}

std::string_view Exchange::client_text() const
{
    return forwarded_ ? std::string_view {forwarded_->text} : connection_.client_text();
}

bool Exchange::is_tls() const
{
    return connection_.is_tls() || (forwarded_ && forwarded_->is_tls);
}

std::chrono::microseconds Exchange::lasted() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin_);
}

std::uint64_t Exchange::received() const
{
    return relay_ ? relay_->body_taken() : 0;
}

bool Exchange::is_tunnel() const
{
    return relay_ && relay_->is_tunnel();
}

ClientConnection Exchange::settle_connection(bool has_clear_end)
{
    keeps_alive_ = head_.keeps_alive && has_clear_end && !has_body_left() && !thread_.is_draining();
    return {.minor_version = head_.minor_version,
        .keeps_alive = keeps_alive_,
        .takes_trailers = takes_trailers(head_.fields, head_.minor_version),
        .tls_fields
        = is_tls() ? std::string_view {serving_->settings().tls_fields} : std::string_view {}};
}

/// A verdict that comes later has nobody left to judge.
void Exchange::begin_answer(int status)
{
    forget_verdict();
    status_ = status;
}

void Exchange::fail(const Refusal& refusal)
{
    if (status_ != 0)
        return connection_.abort();
    std::string reason {refusal.reason};
    reason[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(reason[0])));
    answer(error_page(refusal.status, reason));
}

void Exchange::answer(const OwnAnswer& own)
{
    begin_answer(own.status);
    const auto client = settle_connection(true);
    const auto head = own_head(own, own.body.size(), client, http_date_now());
    const bool has_body = !head_.is_head() && own.status != 204 && own.status != 304;
    const std::array<std::string_view, 2> pieces {
        head, has_body ? std::string_view {own.body} : std::string_view {}};
    count_sent(pieces[1].size());
    connection_.send(pieces);
    if (!connection_.is_closed())
        end_answer();
}

void Exchange::end_answer()
{
    is_answered_ = true;
    if (connection_.is_clear())
        complete();
}

void Exchange::complete()
{
    is_over_ = true;
    end();
    if (relay_)
        relay_->let_go();
    if (keeps_alive_)
        return connection_.finish(Connection::Afterwards::next_request);
    connection_.finish(
        has_body_left() ? Connection::Afterwards::linger : Connection::Afterwards::close);
}

/// Counts and tells of the request, once.
bool Exchange::is_login_refused() const
{
    const bool tries_login
        = head_.method == "POST" || !field_value(head_.fields, "authorization").empty();
    return is_locked_out_ || (status_ == 401 && tries_login);
}

void Exchange::end()
{
    auto& counters = thread_.counters();
    const std::chrono::duration<double, std::milli> taken = lasted();
    counters.requests.add();
    count_status(counters.statuses, status_);
    counters.latency.count(taken.count());
    if (is_tunnel())
        counters.tunnels.add(-1);
    if (location_ != nullptr)
        count_status(serving_->counters(*location_), status_);
    thread_.traffic().add(
        *this, is_answered_ ? TrafficEvent::Kind::answered : TrafficEvent::Kind::aborted);
    if (location_ == nullptr || location_->is_logged)
        log_access(thread_, *this, taken.count());
}

}  // namespace hive
