#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/daemon.h"
#include "lib/listener.h"
#include "lib/log.h"
#include "tools/hive-probe/attempt.h"
#include "tools/hive-probe/server.h"

namespace hive {
namespace {

constexpr std::string_view usage
    = "usage: hive-probe [-t SECONDS] http|https ENDPOINT PATH [status=200-399] [body=REGEX]\n"
      "                  [header=REGEX] [host=NAME] [verify=no]\n"
      "       hive-probe [-t SECONDS] tcp|tls ENDPOINT [send=TEXT | expect=REGEX]...\n"
      "       hive-probe [-t SECONDS] unix PATH [send=TEXT | expect=REGEX]...\n"
      "       hive-probe [-t SECONDS] mysql ENDPOINT\n"
      "       hive-probe [-t SECONDS] dns ENDPOINT NAME [type=A] [expect=REGEX]\n"
      "Asks once and says what it found: exit status 0 when that is as it should be, 1 when not.\n";

int serve_channel()
{
    auto inherited = Inherited::take();
    auto sockets = inherited.claim("channel");
    if (sockets.empty()) {
        log::error("no channel: hive-supervisor starts this program so");
        return EX_USAGE;
    }
    ::fcntl(sockets.front().get(), F_SETFL, 0);
    return serve_probes(sockets.front());
}

int ask_once(const std::vector<std::string>& words, std::chrono::seconds timeout)
{
    const auto probe = parse_network_probe(words);
    if (!probe) {
        fmt::print(stderr, "hive-probe: {}\n", probe.error().message());
        return EX_USAGE;
    }
    const auto outcome = attempt(*probe, std::chrono::steady_clock::now() + timeout);
    fmt::print(outcome ? stdout : stderr, "{}\n", outcome ? *outcome : outcome.error().message());
    return outcome ? EX_OK : 1;
}

int run(std::vector<std::string> words)
{
    std::signal(SIGPIPE, SIG_IGN);
    if (words.size() == 1 && words[0] == "--serve")
        return serve_channel();
    if (words.size() == 1 && words[0] == "--version") {
        fmt::print("hive-probe {}\n", version());
        return EX_OK;
    }
    if (words.empty() || words[0] == "--help") {
        fmt::print(words.empty() ? stderr : stdout, "{}", usage);
        return words.empty() ? EX_USAGE : EX_OK;
    }
    std::chrono::seconds timeout {5};
    if (words[0] == "-t") {
        auto option = Option::seconds("timeout", timeout, {1, 600}, "");
        const auto set = words.size() > 1 ? option.set(words[1]) : Result<> {fail("no time")};
        if (!set) {
            fmt::print(stderr, "hive-probe: -t: {}\n", set.error().message());
            return EX_USAGE;
        }
        words.erase(words.begin(), words.begin() + 2);
    }
    return ask_once(words, timeout);
}

}  // namespace
}  // namespace hive

int main(int argc, char** argv)
{
    hive::log::open("hive-probe", hive::log::Level::info);
    return hive::run({argv + 1, argv + argc});
}
