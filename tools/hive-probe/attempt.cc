#include "tools/hive-probe/attempt.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>

#include <poll.h>
#include <sys/socket.h>

#include "tools/hive-probe/dns_message.h"
#include "tools/hive-probe/http_answer.h"
#include "tools/hive-probe/mysql_greeting.h"

namespace hive {
namespace {

constexpr std::size_t answer_limit = 1 << 20;

/// Reads until `judge` knows. It is asked once more when the other side has closed.
template <class Judge>
Result<std::string> read_answer(Stream& stream, Judge judge)
{
    std::string received;
    for (;;) {
        const auto part = TRY(stream.receive());
        received += part;
        const bool is_whole = part.empty() || received.size() >= answer_limit;
        if (auto verdict = judge(received, is_whole))
            return *std::move(verdict);
        if (is_whole)
            return fail("closed the connection without a whole answer");
    }
}

Result<std::string> attempt_http(const NetworkProbe& probe, Deadline deadline)
{
    auto stream = TRY(Stream::open(probe, deadline));
    TRY(stream.send(http_request(probe)));
    return read_answer(stream, [&](std::string_view received, bool is_whole) {
        return judge_http(probe, received, is_whole);
    });
}

Result<std::string> attempt_mysql(const NetworkProbe& probe, Deadline deadline)
{
    auto stream = TRY(Stream::open(probe, deadline));
    return read_answer(stream, [](std::string_view received, bool /*is_whole*/) {
        return judge_mysql_greeting(received);
    });
}

/// What matched is gone for the next turn, as are the bytes before it that nobody expected.
Result<> expect(Stream& stream, const std::string& expression)
{
    TRY(read_answer(stream,
        [&](std::string_view received, bool is_whole) -> std::optional<Result<std::string>> {
            if (matches(expression, received))
                return std::string {};
            if (is_whole)
                return fail("nothing it said matches {}", expression);
            return std::nullopt;
        }));
    return {};
}

Result<std::string> attempt_conversation(const NetworkProbe& probe, Deadline deadline)
{
    auto stream = TRY(Stream::open(probe, deadline));
    for (const auto& turn : probe.turns)
        if (turn.kind == NetworkProbe::Turn::Kind::send)
            TRY(stream.send(turn.text));
        else
            TRY(expect(stream, turn.text));
    return std::string {probe.turns.empty() ? "connected" : "answered as expected"};
}

Result<std::string> attempt_dns(const NetworkProbe& probe, Deadline deadline)
{
    const auto id = static_cast<std::uint16_t>(std::random_device {}());
    const auto query = TRY(dns_query(probe.name, probe.record_type, id));
    const auto fd = TRY(connect_to_host(probe, SOCK_DGRAM, deadline));
    if (::send(fd.get(), query.data(), query.size(), 0) < 0)
        return std::unexpected {Error::from_errno(errno, "send")};
    TRY(wait_for(fd.get(), POLLIN, deadline));
    std::array<char, 4096> bytes;
    const auto length = ::recv(fd.get(), bytes.data(), bytes.size(), 0);
    if (length < 0)
        return std::unexpected {Error::from_errno(errno, "receive")};
    return judge_dns(probe, {bytes.data(), static_cast<std::size_t>(length)}, id);
}

}  // namespace

Result<std::string> attempt(const NetworkProbe& probe, Deadline deadline)
{
    switch (probe.protocol) {
    case ProbeProtocol::http:
    case ProbeProtocol::https: return attempt_http(probe, deadline);
    case ProbeProtocol::tcp:
    case ProbeProtocol::tls: return attempt_conversation(probe, deadline);
    case ProbeProtocol::mysql: return attempt_mysql(probe, deadline);
    case ProbeProtocol::dns: return attempt_dns(probe, deadline);
    }
    std::unreachable();
}

}  // namespace hive
