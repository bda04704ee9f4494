#include "supervisor/core/probe.h"

#include <array>
#include <cerrno>
#include <charconv>

#include <sys/socket.h>

#include "lib/json.h"
#include "lib/listener.h"

namespace hive {
namespace {

constexpr std::size_t answer_limit = 65'536;

ProbeAnswer failure(std::string text)
{
    return {.verdict = Verdict::fails, .text = std::move(text)};
}

}  // namespace

Result<ProbeSpec> parse_probe_spec(std::string_view text)
{
    ProbeSpec spec {.text = std::string {text}};
    if (text == "control")
        return spec;
    if (text == "none") {
        spec.kind = ProbeKind::none;
        return spec;
    }
    constexpr std::string_view http = "http ";
    const auto blank = text.rfind(' ');
    if (!text.starts_with(http) || blank < http.size())
        return fail("'{}' is not control, none or http ENDPOINT PATH", text);
    spec.kind = ProbeKind::http;
    spec.endpoint = TRY(parse_endpoint(text.substr(http.size(), blank - http.size())));
    spec.path = text.substr(blank + 1);
    if (!spec.path.starts_with('/'))
        return fail("path '{}' does not begin with '/'", spec.path);
    if (spec.endpoint.is_any)
        return fail("a probe needs one address, not '*'");
    return spec;
}

std::optional<ProbeAnswer> judge_control_reply(std::string_view received)
{
    const auto end = received.find('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto reply = parse_json(received.substr(0, end));
    if (!reply || !reply->is_object())
        return failure("ping was answered with something else");
    const auto error = text_at(*reply, "error");
    if (error == "busy")  // it accepts and answers, so it serves
        return ProbeAnswer {.verdict = Verdict::serves, .text = "busy: 32 peers on its socket"};
    if (!error.empty())
        return failure("ping: " + error);
    const bool is_degraded = text_at(*reply, "state") == "degraded";
    return ProbeAnswer {.verdict = is_degraded ? Verdict::degraded : Verdict::serves,
        .text = text_at(*reply, "status")};
}

std::optional<ProbeAnswer> judge_http_reply(std::string_view received)
{
    const auto end = received.find("\r\n");
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto line = received.substr(0, end);
    constexpr std::size_t status_at = sizeof "HTTP/1.1 " - 1;
    int status = 0;
    if (!line.starts_with("HTTP/1.") || line.size() < status_at + 3)
        return failure("answered with something that is not HTTP");
    std::from_chars(line.data() + status_at, line.data() + status_at + 3, status);
    if (status != 200)
        return failure(fmt::format("answered HTTP status {}", status));
    return ProbeAnswer {.verdict = Verdict::serves, .text = "HTTP status 200"};
}

Prober::Prober(
    EventLoop& loop, ProbeSpec spec, std::chrono::milliseconds timeout, Callback callback)
    : loop_ {loop}, spec_ {std::move(spec)}, timeout_ {timeout}, callback_ {std::move(callback)}
{
}

Result<std::unique_ptr<Prober>> Prober::create(EventLoop& loop, ProbeSpec spec,
    std::chrono::milliseconds interval, std::chrono::milliseconds timeout, Callback callback)
{
    std::unique_ptr<Prober> prober {
        new Prober {loop, std::move(spec), timeout, std::move(callback)}};
    prober->tick_ = TRY(loop.every(interval, [self = prober.get()] { self->ask(); }));
    prober->ask();
    return prober;
}

void Prober::ask()
{
    if (connection_)
        return;
    asked_ = std::chrono::steady_clock::now();
    received_.clear();
    auto connection = connect_to(spec_.endpoint);
    if (!connection)
        return fail_with(connection.error());
    connection_ = std::move(*connection);
    auto connected = loop_.on_writable(connection_.get(), [this] { write_request(); });
    auto deadline = loop_.after(timeout_,
        [this] { finish(failure(fmt::format("no answer within {} ms", timeout_.count()))); });
    if (!connected || !deadline)
        return fail_with(connected ? deadline.error() : connected.error());
    connected_ = std::move(*connected);
    deadline_ = std::move(*deadline);
}

std::string Prober::request() const
{
    if (spec_.kind == ProbeKind::control)
        return "ping\n";
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: hive-supervisor\r\n"
                       "Connection: close\r\n\r\n",
        spec_.path);
}

void Prober::write_request()
{
    const auto text = request();  // small: it fits an empty socket buffer whole
    if (::send(connection_.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0)
        return fail_with(Error::from_errno(errno, "connect " + spec_.endpoint.text()));
    auto readable = loop_.on_readable(connection_.get(), [this] { read_answer(); });
    if (!readable)
        return fail_with(readable.error());
    readable_ = std::move(*readable);
    connected_ = {};
}

std::optional<ProbeAnswer> Prober::judge() const
{
    return spec_.kind == ProbeKind::control ? judge_control_reply(received_)
                                            : judge_http_reply(received_);
}

void Prober::read_answer()
{
    std::array<char, 4096> part {};
    const auto length = ::recv(connection_.get(), part.data(), part.size(), 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length > 0)
        received_.append(part.data(), static_cast<std::size_t>(length));
    if (auto answer = judge())
        return finish(*std::move(answer));
    if (length <= 0)
        return finish(failure("closed the connection without an answer"));
    if (received_.size() > answer_limit)
        finish(failure("answered without an end"));
}

void Prober::fail_with(const Error& error)
{
    finish(failure(error.message()));
}

void Prober::finish(ProbeAnswer answer)
{
    connected_ = {};
    readable_ = {};
    deadline_ = {};
    connection_.reset();
    answer.took = std::chrono::steady_clock::now() - asked_;
    const auto callback = callback_;  // it may destroy this prober
    callback(answer);
}

}  // namespace hive
