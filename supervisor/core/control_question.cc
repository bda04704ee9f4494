#include "supervisor/core/control_question.h"

#include <array>
#include <cerrno>

#include <sys/socket.h>

#include "lib/address.h"
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

ControlQuestion::ControlQuestion(
    EventLoop& loop, std::string socket_path, std::chrono::milliseconds timeout)
    : loop_ {loop}, socket_path_ {std::move(socket_path)}, timeout_ {timeout}
{
}

void ControlQuestion::ask(ProbeAnswered answered)
{
    answered_ = std::move(answered);
    asked_ = std::chrono::steady_clock::now();
    received_.clear();
    auto connection = connect_to(Endpoint {.unix_path = socket_path_});
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

void ControlQuestion::write_request()
{
    constexpr std::string_view text = "ping\n";  // it fits an empty socket buffer whole
    if (::send(connection_.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0)
        return fail_with(Error::from_errno(errno, "connect " + socket_path_));
    auto readable = loop_.on_readable(connection_.get(), [this] { read_answer(); });
    if (!readable)
        return fail_with(readable.error());
    readable_ = std::move(*readable);
    connected_ = {};
}

void ControlQuestion::read_answer()
{
    std::array<char, 4096> part {};
    const auto length = ::recv(connection_.get(), part.data(), part.size(), 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length > 0)
        received_.append(part.data(), static_cast<std::size_t>(length));
    if (auto answer = judge_control_reply(received_))
        return finish(*std::move(answer));
    if (length <= 0)
        return finish(failure("closed the connection without an answer"));
    if (received_.size() > answer_limit)
        finish(failure("answered without an end"));
}

void ControlQuestion::fail_with(const Error& error)
{
    finish(failure(error.message()));
}

void ControlQuestion::finish(ProbeAnswer answer)
{
    connected_ = {};
    readable_ = {};
    deadline_ = {};
    connection_.reset();
    answer.took = std::chrono::steady_clock::now() - asked_;
    const auto answered = std::move(answered_);  // it may destroy this question
    answered(answer);
}

}  // namespace hive
