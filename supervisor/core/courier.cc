#include "supervisor/core/courier.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/host_name.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

constexpr std::size_t answer_limit = 4096;
constexpr double longest_wait = 86'400;

void complain(const Result<>& result)
{
    if (!result)
        log::error("{}", result.error().message());
}

double random_share()
{
    static std::minstd_rand source {std::random_device {}()};
    return std::uniform_real_distribution<double> {0, 1}(source);
}

}  // namespace

Courier::Courier(EventLoop& loop, Errands& errands, AlertQueue& queue, const AlertConfig& config)
    : loop_ {loop}, errands_ {errands}, queue_ {queue}, config_ {config}
{
}

void Courier::wake()
{
    send_due();
    if (under_way_.empty())
        close();  // hive-notify ends
    plan_next();
}

void Courier::when_settled(std::int64_t delivery, Settled settled)
{
    waiting_.insert_or_assign(delivery, std::move(settled));
}

// ---- to hive-notify --------------------------------------------------------------------

void Courier::send_due()
{
    std::set<std::string> busy;
    for (const auto& [id, parcel] : under_way_)
        busy.insert(parcel.destination->name);
    auto parcels = queue_.due(epoch_seconds(), busy);
    if (!parcels)
        return log::error("{}", parcels.error().message());
    for (auto& parcel : *parcels)
        if (busy.insert(parcel.destination->name).second)  // one at a time to each
            send(std::move(parcel));
}

void Courier::send(Parcel parcel)
{
    const auto id = parcel.deliveries.front().id;
    const auto job = notify_job(parcel, config_, host_name());
    const auto running = job ? ensure_running() : Result<> {};
    under_way_.emplace(id, std::move(parcel));
    if (!job || !running)
        return settle(id, false, job ? running.error().message() : job.error().message());
    unsent_ += to_text(*job) + '\n';
    write_unsent();
}

Result<> Courier::ensure_running()
{
    if (channel_)
        return {};
    std::array<int, 2> ends {};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return std::unexpected {Error::from_errno(errno, "socketpair")};
    Fd own {ends[0]};
    const Fd its {ends[1]};
    TRY(errands_.start({.words = {"hive-notify"},
                           .user = config_.user,
                           .channel = its.get(),
                           .log_path = logs_path("notify.log")},
        [this, run = ++run_](
            const ErrandOutcome& outcome) { stopped(run, exit_text(outcome.status)); }));
    readable_ = TRY(loop_.on_readable(own.get(), [this] { read_answers(); }));
    channel_ = std::move(own);
    return {};
}

void Courier::write_unsent()
{
    while (!unsent_.empty()) {
        const auto sent
            = ::send(channel_.get(), unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN) {
            if (writable_)
                return;
            auto watch = loop_.on_writable(channel_.get(), [this] { write_unsent(); });
            if (watch)
                writable_ = std::move(*watch);
            return;
        }
        if (sent < 0)
            break;  // it has gone; its end tells
        unsent_.erase(0, static_cast<std::size_t>(sent));
    }
    writable_ = {};
}

void Courier::close()
{
    readable_ = {};
    writable_ = {};
    channel_.reset();
    unsent_.clear();
    received_.clear();
}

void Courier::plan_next()
{
    std::set<std::string> busy;
    for (const auto& [id, parcel] : under_way_)
        busy.insert(parcel.destination->name);
    const auto now = epoch_seconds();
    const auto next = queue_.next_due(now, busy);
    timer_ = {};
    if (!next)
        return log::error("{}", next.error().message());
    const auto due = *next;
    if (!due)
        return;
    const auto wait = std::clamp(*due - now, 0.05, longest_wait);
    auto timer = loop_.after(
        std::chrono::milliseconds {static_cast<long>(wait * 1000)}, [this] { wake(); });
    if (timer)
        timer_ = std::move(*timer);
}

// ---- from hive-notify ------------------------------------------------------------------

void Courier::read_answers()
{
    std::array<char, answer_limit> bytes;
    const auto length = ::recv(channel_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        readable_ = {};  // its end tells
        return;
    }
    received_.append(bytes.data(), static_cast<std::size_t>(length));
    for (auto end = received_.find('\n'); end != std::string::npos; end = received_.find('\n')) {
        const auto answer = parse_json(std::string_view {received_}.substr(0, end));
        received_.erase(0, end + 1);
        if (answer && answer->is_object())
            answered(*answer);
    }
    if (received_.size() > answer_limit)
        received_.clear();
    wake();
}

void Courier::answered(const Json& answer)
{
    settle(integer_at(answer, "id"), flag_at(answer, "delivered"),
        clean_status(text_at(answer, "text")));
}

void Courier::settle(std::int64_t job, bool is_delivered, const std::string& text)
{
    const auto found = under_way_.find(job);
    if (found == under_way_.end())
        return;
    auto parcel = std::move(found->second);
    under_way_.erase(found);
    const auto& name = parcel.destination->name;
    log::write(is_delivered ? log::Level::info : log::Level::warning,
        fmt::format("{} {} alerts={} {}", is_delivered ? "notified" : "undelivered",
            log::field("destination", name), parcel.told.size(), log::field("text", text)));
    std::optional<double> retry_after;
    if (!is_delivered) {
        const auto delay = config_.retry.delay(parcel.deliveries.front().tries + 1, random_share());
        retry_after = std::chrono::duration<double> {delay}.count();
    }
    for (const auto& delivery : parcel.deliveries)
        if (auto waiting = waiting_.extract(delivery.id); !waiting.empty())
            waiting.mapped()(is_delivered ? "" : text, text);
    complain(queue_.settle(std::move(parcel), retry_after, text, epoch_seconds()));
}

void Courier::stopped(int run, const std::string& why)
{
    if (run != run_ || !channel_)
        return;  // one that had nothing to do any more
    close();
    while (!under_way_.empty())
        settle(under_way_.begin()->first, false, "hive-notify ended: " + why);
    wake();
}

}  // namespace hive
