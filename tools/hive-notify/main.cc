#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <string>
#include <string_view>

#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/daemon.h"
#include "lib/listener.h"
#include "lib/log.h"
#include "lib/worker.h"
#include "tools/hive-notify/job.h"
#include "tools/hive-notify/program_run.h"
#include "tools/hive-notify/transfer.h"

namespace hive {
namespace {

constexpr std::size_t threads = 4;  // one slow server keeps no other message waiting
constexpr std::size_t waiting_jobs = 256;
constexpr std::size_t line_limit = 4 << 20;

Result<std::string> deliver(const Job& job)
{
    if (const auto* mail = std::get_if<MailJob>(&job.message))
        return send_mail(job, *mail);
    if (const auto* webhook = std::get_if<WebhookJob>(&job.message))
        return call_webhook(job, *webhook);
    return run_program(std::get<ExecJob>(job.message), job.timeout);
}

/// The socket to the supervisor, written to by several threads.
class Channel {
public:
    explicit Channel(Fd socket) : socket_ {std::move(socket)} { }

    /// @return "" at the end
    std::string read_line()
    {
        std::array<char, 65'536> bytes;
        for (;;) {
            if (const auto end = received_.find('\n'); end != std::string::npos) {
                auto line = received_.substr(0, end + 1);
                received_.erase(0, end + 1);
                return line;
            }
            const auto length = ::read(socket_.get(), bytes.data(), bytes.size());
            if (length < 0 && errno == EINTR)
                continue;
            if (length <= 0 || received_.size() > line_limit)
                return {};
            received_.append(bytes.data(), static_cast<std::size_t>(length));
        }
    }

    void answer(const std::string& line)
    {
        const std::scoped_lock lock {mutex_};
        [[maybe_unused]] const auto sent
            = ::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
    }

private:
    Fd socket_;
    std::string received_;
    std::mutex mutex_;
};

void serve(Channel& channel)
{
    Worker worker {threads, waiting_jobs};
    for (auto line = channel.read_line(); !line.empty(); line = channel.read_line()) {
        auto job = parse_job(line);
        if (!job) {
            log::error("refused a job: {}", job.error().message());
            continue;
        }
        const auto id = job->id;
        const bool is_taken = worker.submit([&channel, parsed = *std::move(job)] {
            channel.answer(answer_line(parsed.id, deliver(parsed)));
        });
        if (!is_taken)
            channel.answer(answer_line(id, fail("{} messages wait already", waiting_jobs)));
    }
}

int run(std::string_view argument)
{
    if (argument == "--version") {
        fmt::print("hive-notify {}\n", version());
        return EX_OK;
    }
    if (!argument.empty()) {
        fmt::print(stderr, "hive-notify is started by hive-supervisor; see hive-notify(8)\n");
        return argument == "--help" ? EX_OK : EX_USAGE;
    }
    std::signal(SIGPIPE, SIG_IGN);
    auto inherited = Inherited::take();
    auto sockets = inherited.claim("channel");
    const auto prepared = prepare_transfers();
    if (sockets.empty() || !prepared) {
        log::error("{}",
            sockets.empty() ? "no channel: hive-supervisor starts this program"
                            : prepared.error().message());
        return sockets.empty() ? EX_USAGE : EX_SOFTWARE;
    }
    Channel channel {std::move(sockets.front())};
    serve(channel);
    return EX_OK;
}

}  // namespace
}  // namespace hive

int main(int argc, char** argv)
{
    hive::log::open("hive-notify", hive::log::Level::info);
    return hive::run(argc > 1 ? argv[1] : "");
}
