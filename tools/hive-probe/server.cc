#include "tools/hive-probe/server.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <string>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/log.h"
#include "tools/hive-probe/answer_line.h"
#include "tools/hive-probe/attempt.h"

namespace hive {
namespace {

constexpr std::size_t packet_limit = 72'000;  // 64 words of 1 kB, and the numbers
constexpr int most_at_once = 64;

void send_answer(const Fd& channel, const std::string& line)
{
    [[maybe_unused]] const auto sent
        = ::send(channel.get(), line.data(), line.size(), MSG_NOSIGNAL);
}

Result<std::string> ask(const ProbeRequest& request)
{
    const auto probe = TRY(parse_network_probe(request.words));
    return attempt(probe, std::chrono::steady_clock::now() + request.timeout);
}

/// In the copy. The alarm is for names: their look-up knows no deadline.
[[noreturn]] void answer(const Fd& channel, const ProbeRequest& request)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(request.timeout).count();
    ::alarm(static_cast<unsigned>(seconds) + 1);
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = ask(request);
    send_answer(
        channel, answer_line(request.id, outcome, std::chrono::steady_clock::now() - begin));
    ::_exit(EX_OK);
}

void start(const Fd& channel, const ProbeRequest& request, int& running)
{
    while (::waitpid(-1, nullptr, WNOHANG) > 0)
        --running;
    const pid_t child = running < most_at_once ? ::fork() : -1;
    if (child == 0)
        answer(channel, request);
    if (child > 0)
        ++running;
    else
        send_answer(channel, answer_line(request.id, fail("{} probes run already", running), {}));
}

}  // namespace

int serve_probes(const Fd& channel)
{
    int running = 0;
    std::string packet(packet_limit, '\0');
    for (;;) {
        const auto length = ::recv(channel.get(), packet.data(), packet.size(), 0);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return EX_OK;
        const auto request = parse_probe_request({packet.data(), static_cast<std::size_t>(length)});
        if (request)
            start(channel, *request, running);
        else
            log::error("refused a request: {}", request.error().message());
    }
}

}  // namespace hive
