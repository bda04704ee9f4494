#include "supervisor/core/probe_link.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "lib/log.h"
#include "lib/number.h"
#include "lib/paths.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

constexpr std::size_t line_limit = 1024;
constexpr std::chrono::seconds grace {2};  // for hive-probe to say that it was in vain

/// The text before the next blank, which is taken off `rest`.
std::string_view take_word(std::string_view& rest)
{
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    return word;
}

std::string packet_of(
    std::int64_t id, std::chrono::milliseconds timeout, const std::vector<std::string>& words)
{
    auto packet = fmt::format("{} {}", id, timeout.count());
    for (const auto& word : words)
        (packet += '\0') += word;
    return packet;
}

std::string last_line(std::string_view output)
{
    const auto end = output.find_last_not_of(" \n");
    const auto text = output.substr(0, end == std::string::npos ? 0 : end + 1);
    return clean_status(text.substr(text.rfind('\n') + 1));
}

std::string said_by(const ErrandOutcome& outcome)
{
    if (outcome.is_timed_out)
        return "did not end in time";
    const auto said = last_line(outcome.output);
    return said.empty() ? exit_text(outcome.status) : said;
}

}  // namespace

std::optional<ProbeLine> parse_probe_line(std::string_view line)
{
    ProbeLine parsed;
    const auto id = number_of<std::int64_t>(take_word(line));
    const auto verdict = take_word(line);
    const auto milliseconds = number_of<double>(take_word(line));
    if (!id || !milliseconds || !(*milliseconds >= 0) || (verdict != "ok" && verdict != "failed"))
        return std::nullopt;
    parsed.id = *id;
    parsed.answer = {.verdict = verdict == "ok" ? Verdict::serves : Verdict::fails,
        .text = clean_status(line),
        .took = std::chrono::duration<double, std::milli> {*milliseconds}};
    return parsed;
}

ProbeLink::ProbeLink(EventLoop& loop, Errands& errands, std::string user)
    : loop_ {loop}, errands_ {errands}, user_ {std::move(user)}
{
}

std::int64_t ProbeLink::ask(const std::vector<std::string>& words,
    std::chrono::milliseconds timeout, ProbeAnswered answered)
{
    const auto id = ++last_;
    auto& pending = pending_[id];
    pending.answered = std::move(answered);
    const auto in_vain = [this, id](std::chrono::milliseconds delay, ProbeAnswer text) {
        auto timer = loop_.after(delay, [this, id, said = std::move(text)] { answer(id, said); });
        if (timer)
            pending_[id].deadline = std::move(*timer);
    };
    const auto running = ensure_running();
    const auto sent = running ? send(packet_of(id, timeout, words)) : running;
    if (sent)
        in_vain(timeout + grace, {.text = fmt::format("no answer within {} ms", timeout.count())});
    else
        in_vain(std::chrono::milliseconds {0},
            {.verdict = Verdict::unknown, .text = sent.error().message()});
    return id;
}

void ProbeLink::forget(std::int64_t question)
{
    pending_.erase(question);
}

Result<> ProbeLink::ensure_running()
{
    if (channel_)
        return {};
    std::array<int, 2> ends {};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return std::unexpected {Error::from_errno(errno, "socketpair")};
    Fd own {ends[0]};
    const Fd its {ends[1]};
    TRY(errands_.start({.words = {"hive-probe", "--serve"},
                           .user = user_,
                           .channel = its.get(),
                           .log_path = logs_path("probe.log"),
                           .is_read_only = true},
        [this, run = ++run_](const ErrandOutcome& outcome) {
            log::warning("ended hive-probe {}", log::field("text", exit_text(outcome.status)));
            stopped(run);
        }));
    readable_ = TRY(loop_.on_readable(own.get(), [this] { receive(); }));
    channel_ = std::move(own);
    return {};
}

Result<> ProbeLink::send(const std::string& packet)
{
    if (::send(channel_.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        return std::unexpected {Error::from_errno(errno, "ask hive-probe")};
    return {};
}

void ProbeLink::receive()
{
    std::array<char, line_limit> line {};
    const auto length = ::recv(channel_.get(), line.data(), line.size(), MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0)
        return stopped(run_);
    if (const auto parsed = parse_probe_line({line.data(), static_cast<std::size_t>(length)}))
        answer(parsed->id, parsed->answer);
}

void ProbeLink::stopped(int run)
{
    if (run != run_ || !channel_)
        return;  // one before
    readable_ = {};
    channel_.reset();
    std::vector<std::int64_t> unanswered;
    unanswered.reserve(pending_.size());
    for (const auto& [id, pending] : pending_)
        unanswered.push_back(id);
    for (const auto id : unanswered)
        answer(id, {.verdict = Verdict::unknown, .text = "hive-probe ended"});
}

void ProbeLink::answer(std::int64_t question, const ProbeAnswer& answer)
{
    if (auto pending = pending_.extract(question); !pending.empty())
        pending.mapped().answered(answer);
}

void ExecQuestion::ask(ProbeAnswered answered)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto started
        = errands_.start(errand_, [this, begin, answered](const ErrandOutcome& outcome) {
              pid_ = 0;
              answered({.verdict = outcome.status == 0 ? Verdict::serves : Verdict::fails,
                  .text = said_by(outcome),
                  .took = std::chrono::steady_clock::now() - begin});
          });
    if (started)
        pid_ = *started;
    else
        answered({.verdict = Verdict::unknown, .text = started.error().message()});
}

}  // namespace hive
