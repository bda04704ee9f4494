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

namespace hive {

namespace {
/// nginx's status for a client that left before its answer began; in the access log only.
constexpr int client_gone_status = 499;
}  // namespace

Exchange::Exchange(ProxyThread& thread, Connection& connection, std::string head)
    : thread_ {thread}, connection_ {connection}, serving_ {thread.serving()},
      bytes_ {std::move(head)}
{
    head_.line = bytes_;
}

Exchange::~Exchange() = default;

void Exchange::begin()
{
    connection_.set_patience(config().idle_timeout);
    auto parsed = parse_request_head(bytes_);
    if (!parsed) {
        head_.line = std::string_view {bytes_}.substr(0, bytes_.find('\r'));
        return refuse_head(parsed.error());
    }
    head_ = std::move(*parsed);
    if (connection_.is_banned()) {
        thread_.counters().refused.add();
        return refuse_head({.status = 403, .reason = "this address is banned"});
    }
    const auto limit = static_cast<std::uint64_t>(config().max_body);
    if (head_.body.kind == BodyFraming::Kind::length && head_.body.length > limit)
        return fail({.status = 413, .reason = "the request body is too large"});
    route();
}

void Exchange::refuse_head(const Refusal& refusal)
{
    head_.keeps_alive = false;
    // What follows on the connection is not to be trusted; the client may still be sending.
    head_.body = {.kind = BodyFraming::Kind::until_close};
    fail(refusal);
}

void Exchange::route()
{
    const auto match = serving_->settings().routes.find(head_.path);
    if (match.location == nullptr)
        return answer(error_page(404, "There is nothing here"));
    location_ = match.location;
    if (needs_tls())
        return send_to_tls();
    if (match.lacks_slash)
        return answer(redirect(head_.path + '/', head_.query));
    if (location_->needs_login)
        return authenticate();
    serve();
}

bool Exchange::needs_tls() const
{
    return config().redirect_to_tls && !connection_.is_tls() && !location_->is_plain;
}

void Exchange::send_to_tls()
{
    if (head_.host.empty())
        return answer(error_page(400, "This page is served by TLS only"));
    answer(redirect_to_tls(head_, config().listen_tls->port));
}

void Exchange::authenticate()
{
    const auto found = find_credentials(head_.fields);
    if (!found)
        return fail(found.error());
    const auto& credentials = *found;
    if (!credentials)
        return challenge();
    if (!thread_.shared().authenticator.knows(*credentials, *thread_.accounts()))
        return verify(*credentials);
    user_ = credentials->user;
    serve();
}

void Exchange::verify(const Credentials& credentials)
{
    awaited_ = thread_.await([this, credentials](Verdict verdict) { judge(credentials, verdict); });
    const bool is_queued
        = thread_.shared().authenticator.verify(credentials, thread_.accounts(), thread_.loop(),
            [thread = &thread_, key = awaited_](Verdict verdict) { thread->answer(key, verdict); });
    if (is_queued)
        return;
    thread_.forget(awaited_);
    answer(error_page(503, "Too many logins are being checked").with("Retry-After", "2"));
}

void Exchange::judge(const Credentials& credentials, Verdict verdict)
{
    switch (verdict) {
    case Verdict::accepted: user_ = credentials.user; return serve();
    case Verdict::wrong_password:
        report_failed_login(
            thread_, connection_, head_, credentials, LoginFailure::password_mismatch);
        return challenge();
    case Verdict::unknown_user:
        report_failed_login(thread_, connection_, head_, credentials, LoginFailure::unknown_user);
        return challenge();
    }
}

void Exchange::challenge()
{
    answer(error_page(401, "A user name and a password are needed")
            .with("WWW-Authenticate", std::string {basic_challenge}));
}

void Exchange::serve()
{
    if (const auto* const choice = std::get_if<UpstreamChoice>(&location_->action))
        return serve_upstream(*choice);
    if (const auto* const directory = std::get_if<FileDirectory>(&location_->action))
        return serve_file(*directory);
    const auto& fixed = std::get<FixedAnswer>(location_->action);
    answer(plain_text(fixed.status, fixed.text));
}

void Exchange::serve_upstream(const UpstreamChoice& choice)
{
    const Identity identity {.address = connection_.client_text(),
        .scheme = connection_.is_tls() ? "https" : "http",
        .user = user_,
        .groups = user_.empty() ? std::string_view {} : thread_.accounts()->groups_of(user_)};
    auto request = upstream_request(head_, location_->inner_path(head_.path), identity,
        location_->strips_authorization ? Authorization::stripped : Authorization::kept);
    relay_ = std::make_unique<Relay>(
        thread_, connection_, *this, serving_->pool(choice.index), std::move(request));
    relay_->begin();
}

void Exchange::serve_file(const FileDirectory& directory)
{
    if (head_.method != "GET" && !head_.is_head())
        return answer(error_page(405, "This page can only be read").with("Allow", "GET, HEAD"));
    auto found = find_static_file(directory.path, location_->inner_path(head_.path));
    if (auto* const file = std::get_if<StaticFile>(&found))
        return send_file(std::move(*file));
    if (std::holds_alternative<DirectoryWithoutSlash>(found))
        return answer(redirect(head_.path + '/', head_.query));
    answer(error_page(404, "There is nothing here"));
}

void Exchange::send_file(StaticFile file)
{
    OwnAnswer own {.status = 200, .content_type = file.type};
    own.fields = {{"ETag", file.etag}, {"Last-Modified", http_date(file.modified)},
        {"Cache-Control", "no-cache"}};
    if (is_fresh(head_.fields, file.etag, file.modified)) {
        own.status = 304;
        return answer(own);
    }
    const auto head = own_head(own, file.size, settle_connection(true), http_date_now());
    begin_answer(own.status);
    file_.emplace(std::move(file));
    // A small file leaves in one segment with its head.
    const auto body
        = head_.is_head() ? std::string_view {} : file_->read_small(thread_.file_buffer());
    count_sent(body.size());
    const std::array<std::string_view, 2> pieces {head, body};
    connection_.send(pieces);
    if (connection_.is_closed())
        return;
    if (head_.is_head() || file_->is_whole())
        return end_answer();
    if (connection_.is_clear())
        pump_file();
}

void Exchange::pump_file()
{
    assert(file_);
    if (connection_.is_tls())
        return pump_file_by_tls();
    const auto step = file_->send_some(connection_.fd());
    count_sent(step.bytes);
    if (step.bytes > 0)
        connection_.set_patience(config().idle_timeout);
    switch (step.outcome) {
    case FileSend::Outcome::whole: return end_answer();
    case FileSend::Outcome::waiting: return connection_.await_room();
    case FileSend::Outcome::failed: return connection_.abort();
    }
}

/// The kernel cannot send what must be encrypted first.
void Exchange::pump_file_by_tls()
{
    const auto piece = file_->read_some(thread_.file_buffer());
    if (piece.empty())
        return connection_.abort();
    count_sent(piece.size());
    connection_.set_patience(config().idle_timeout);
    const std::array<std::string_view, 1> pieces {piece};
    connection_.send(pieces);
    if (connection_.is_closed())
        return;
    if (file_->is_whole())
        return end_answer();
    if (connection_.is_clear())
        connection_.await_room();
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
    if (has_body_left() && !is_answered_)
        connection_.abort();
}

void Exchange::on_deadline()
{
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
    thread_.forget(awaited_);
    if (relay_)
        relay_->let_go();
    if (status_ == 0)
        status_ = client_gone_status;
    log();
}

ClientConnection Exchange::settle_connection(bool has_clear_end)
{
    keeps_alive_ = head_.keeps_alive && has_clear_end && !has_body_left() && !thread_.is_draining();
    return {.minor_version = head_.minor_version,
        .keeps_alive = keeps_alive_,
        .tls_fields = connection_.is_tls() ? std::string_view {serving_->settings().tls_fields}
                                           : std::string_view {}};
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
    log();
    if (relay_)
        relay_->let_go();
    if (keeps_alive_)
        return connection_.finish(Connection::Afterwards::next_request);
    connection_.finish(
        has_body_left() ? Connection::Afterwards::linger : Connection::Afterwards::close);
}

void Exchange::log()
{
    thread_.counters().requests.add();
    if (location_ == nullptr || location_->is_logged)
        log_access(thread_, connection_, head_,
            {.begin = begin_, .user = user_, .status = status_, .bytes = sent_});
}

}  // namespace hive
