#include <algorithm>
#include <cassert>
#include <utility>

#include "daemons/proxy/client_site.h"
#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange.h"
#include "daemons/proxy/exchange_log.h"
#include "daemons/proxy/field_rules.h"
#include "daemons/proxy/proxy_thread.h"
#include "daemons/proxy/relay.h"

namespace hive {

namespace {

using Steady = std::chrono::steady_clock;

bool is_trusted(const std::vector<Network>& networks, const Address& address)
{
    return std::ranges::any_of(
        networks, [&](const Network& network) { return network.contains(address); });
}

}  // namespace

void Exchange::begin()
{
    connection_.set_patience(config().idle_timeout);
    auto parsed = parse_request_head(bytes_);
    if (!parsed) {
        head_.line = std::string_view {bytes_}.substr(0, bytes_.find('\r'));
        return refuse_head(parsed.error());
    }
    head_ = std::move(*parsed);
    if (is_trusted(config().trusted_proxies, connection_.client()))
        forwarded_
            = find_forwarded_client(head_.fields, connection_.client(), config().trusted_proxies);
    thread_.traffic().add(*this, TrafficEvent::Kind::head);
    if (const auto judged = check_limits(); !judged)
        return refuse_head(judged.error());
    route();
}

/// What holds before anybody looks where the request goes.
Judged<> Exchange::check_limits()
{
    const auto& limits = config();
    const auto target
        = head_.line.size() - head_.method.size() - std::string_view {"  HTTP/1.1"}.size();
    if (target > static_cast<std::uint64_t>(limits.max_target))
        return refuse(414, "the address is too long");
    if (head_.fields.size() > static_cast<std::size_t>(limits.max_fields))
        return refuse(431, "the request has too many fields");
    if (is_client_banned())
        return refuse(403, "this address is banned");
    return {};
}

bool Exchange::is_client_banned()
{
    is_banned_ = forwarded_ ? thread_.shared().bans.holds_by_now(client(), clean_version_)
                            : connection_.is_banned();
    if (is_banned_)
        thread_.counters().refused.add();
    return is_banned_;
}

void Exchange::route()
{
    if (head_.path == "*")
        return answer(methods_served());
    const auto match = serving_->settings().routes.find(head_.path);
    if (match.location == nullptr)
        return answer(error_page(404, "There is nothing here"));
    location_ = match.location;
    if (head_.body.kind == BodyFraming::Kind::length && head_.body.length > max_body())
        return fail({.status = 413, .reason = "the request body is too large"});
    if (!admits_rate())
        return answer(
            error_page(429, "Too many requests came from this address").with("Retry-After", "1"));
    if (needs_tls())
        return send_to_tls();
    if (match.lacks_slash)
        return answer(redirect(head_.path + '/', head_.query));
    authorise();
}

bool Exchange::admits_rate()
{
    const auto admits = [&](const std::string& scope, int per_second, int burst) {
        return per_second == 0
            || thread_.shared().rates.admit(client(), scope, per_second, burst, Steady::now());
    };
    const bool is_admitted = admits({}, config().requests_per_second, config().request_burst)
        && admits(location_->prefix, location_->requests_per_second, location_->request_burst);
    if (!is_admitted)
        thread_.counters().limited.add();
    return is_admitted;
}

bool Exchange::needs_tls() const
{
    return config().redirect_to_tls && !is_tls() && !location_->is_plain;
}

void Exchange::send_to_tls()
{
    if (head_.host.empty())
        return answer(error_page(400, "This page is served by TLS only"));
    const auto& listen_tls = config().listen_tls;
    assert(listen_tls);  // a configuration that redirects to TLS has it
    answer(redirect_to_tls(head_, listen_tls->port));
}

void Exchange::authorise()
{
    const auto& location = *location_;
    const bool is_any = location.satisfy == Satisfy::any;
    const bool is_named = location.names(client());
    if (is_any && is_named)
        return serve();
    if (!is_any && !location.allow.empty() && !is_named)
        return fail({.status = 403, .reason = "this address may not come here"});
    if (location.needs_login)
        return authenticate();
    serve();
}

void Exchange::authenticate()
{
    if (is_remembered())
        return serve();
    const auto found = find_credentials(head_.fields);
    if (!found)
        return fail(found.error());
    const auto& credentials = *found;
    if (!credentials)
        return challenge();
    const auto hold = thread_.shared().lockout.look(client(), lockout_rule(), Steady::now());
    if (is_known(*credentials, hold))
        return serve();
    if (hold != Lockout::Hold::nobody)
        return lock_out();
    verify(*credentials);
}

/// By the connection, unless it belongs to a proxy: others may share it.
bool Exchange::is_remembered()
{
    const auto field = find_single(head_.fields, "authorization", "Authorization is given twice");
    if (forwarded_ || !field || *field == nullptr)
        return false;
    const auto digest = thread_.shared().authenticator.digest_of_field((*field)->value);
    const auto* const user = connection_.login_memo().user_of(
        digest, thread_.accounts()->generation(), coarse_steady_now());
    if (user == nullptr)
        return false;
    thread_.counters().known_logins.add();
    user_ = *user;
    return true;
}

/// An address that guessed too often could go on guessing at what is known from elsewhere.
bool Exchange::is_known(const Credentials& credentials, Lockout::Hold hold)
{
    if (hold == Lockout::Hold::everybody)
        return false;
    auto& authenticator = thread_.shared().authenticator;
    const auto& accounts = *thread_.accounts();
    const auto site = client_site(client());
    const auto end = hold == Lockout::Hold::nobody
        ? authenticator.knows(credentials, site, accounts)
        : authenticator.knows_from(credentials, site, accounts);
    if (!end)
        return false;
    thread_.counters().known_logins.add();
    user_ = credentials.user;
    const auto digest = authenticator.digest_of_field(field_value(head_.fields, "authorization"));
    connection_.login_memo().note(digest, user_, accounts.generation(), *end);
    return true;
}

void Exchange::lock_out()
{
    thread_.counters().locked_out.add();
    is_locked_out_ = true;
    thread_.shared().lockout.count(client(), lockout_rule(), Steady::now());
    answer(error_page(429, "Too many wrong passwords came from this address")
            .with("Retry-After", fmt::to_string(config().lockout_time.count())));
}

Lockout::Rule Exchange::lockout_rule() const
{
    return {.failures = config().lockout_failures, .span = config().lockout_time};
}

void Exchange::verify(const Credentials& credentials)
{
    awaited_ = thread_.await([this, credentials](Verdict verdict) { judge(credentials, verdict); });
    const bool is_queued = thread_.shared().authenticator.verify(credentials, client_site(client()),
        thread_.accounts(), thread_.loop(),
        [thread = &thread_, key = awaited_](Verdict verdict) { thread->answer(key, verdict); });
    if (is_queued)
        return;
    answer(error_page(503, "Too many logins are being checked").with("Retry-After", "2"));
}

void Exchange::forget_verdict()
{
    if (awaited_ != 0)
        thread_.forget(std::exchange(awaited_, 0));
}

void Exchange::judge(const Credentials& credentials, Verdict verdict)
{
    if (verdict == Verdict::accepted) {
        user_ = credentials.user;
        return serve();
    }
    thread_.shared().lockout.count(client(), lockout_rule(), Steady::now());
    report_failed_login(thread_, *this, credentials,
        verdict == Verdict::unknown_user ? LoginFailure::unknown_user
                                         : LoginFailure::password_mismatch);
    challenge();
}

void Exchange::challenge()
{
    answer(error_page(401, "A user name and a password are needed")
            .with("WWW-Authenticate", std::string {basic_challenge}));
}

void Exchange::serve()
{
    if (head_.asks_for_options())
        return answer(methods_served());
    if (const auto* const choice = std::get_if<UpstreamChoice>(&location_->action))
        return serve_upstream(*choice);
    if (const auto* const directory = std::get_if<FileDirectory>(&location_->action))
        return serve_file(*directory);
    if (const auto* const other = std::get_if<Redirect>(&location_->action))
        return answer(error_page(other->status, "This page is at another address")
                .with("Location", other->target));
    const auto& fixed = std::get<FixedAnswer>(location_->action);
    answer(plain_text(fixed.status, fixed.text));
}

void Exchange::serve_upstream(const UpstreamChoice& choice)
{
    const Identity identity {.address = client_text(),
        .scheme = is_tls() ? "https" : "http",
        .via = forwarded_ ? std::string_view {forwarded_->chain} : std::string_view {},
        .user = user_,
        .groups = user_.empty() ? std::string_view {} : thread_.accounts()->groups_of(user_)};
    if (has_administrator(identity.groups))
        thread_.shared().sessions.note(client(), user_, Steady::now());
    const auto path = location_->inner_path(head_.path);
    auto request = upstream_request(head_,
        {.path = path,
            .host = location_->host.empty() ? head_.host : std::string_view {location_->host},
            .authorization
            = location_->strips_authorization ? Authorization::stripped : Authorization::kept},
        identity);
    relay_ = std::make_unique<Relay>(
        thread_, connection_, *this, *location_, choice.index, std::move(request));
    relay_->begin();
}

}  // namespace hive
