#include "daemons/chart/alert_rounds.h"

#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

/// Messages of send() that may be unanswered.
constexpr std::size_t most_unanswered = 16;

std::int64_t epoch_now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

AlertRounds::AlertRounds(
    EventLoop& loop, Store& store, Site& site, double bin_hz, EventChannel& channel)
    : loop_ {loop}, site_ {site}, channel_ {channel}, watch_ {store, site, bin_hz}
{
}

Result<std::unique_ptr<AlertRounds>> AlertRounds::create(
    EventLoop& loop, Settings settings, Store& store, Site& site, EventChannel& channel)
{
    std::unique_ptr<AlertRounds> rounds {
        new AlertRounds {loop, store, site, settings.bin_hz, channel}};
    AlertRounds* const self = rounds.get();
    rounds->link_ = TRY(ControlLink::create(loop, settings.socket_path,
        {
            .connected =
                [self] {
                    // What was sent on the old connection may not have arrived: it is untold.
                    self->sent_.clear();
                    self->look();
                },
            .line = [self](const Json& line) { self->take_line(line); },
        }));
    rounds->rounds_ = TRY(loop.every(settings.period, [self] { self->look(); }));
    rounds->look();
    return rounds;
}

void AlertRounds::look()
{
    look_again_ = is_looking_;
    if (is_looking_)
        return;
    is_looking_ = worker_.submit(
        loop_, [this] { return make_round(); }, [this](Round round) { take(std::move(round)); });
}

AlertRounds::Round AlertRounds::make_round()
{
    const auto now = epoch_now();
    auto changes = watch_.look(now);
    return {.changes = std::move(changes),
        .messages = site_.with([now](Sqlite& site) { return untold(site, now); })};
}

void AlertRounds::take(Round round)
{
    is_looking_ = false;
    if (!round.changes)
        complain(round.changes.error().message());
    else
        for (const auto& change : *round.changes)
            channel_.publish("alert",
                to_text({{"id", change.alert}, {"rule", change.rule}, {"apiary", change.apiary},
                    {"state", change.is_open ? "fired" : "recovered"}}));
    if (!round.messages)
        complain(round.messages.error().message());
    else if (waiting_.empty() && sent_.empty())
        waiting_.assign(round.messages->begin(), round.messages->end());
    send_next();
    if (look_again_)
        look();
}

/// One at a time: what is answered is noted before the next is sent.
void AlertRounds::send_next()
{
    if (waiting_.empty() || !sent_.empty())
        return;
    const auto arguments = parse_json(waiting_.front().arguments);
    if (!arguments || !link_->send("alert", *arguments))
        return waiting_.clear();
    sent_.emplace_back(std::move(waiting_.front()));
    waiting_.pop_front();
}

bool AlertRounds::send(const Json& arguments)
{
    if (sent_.size() >= most_unanswered || !link_->send("alert", arguments))
        return false;
    sent_.emplace_back(std::nullopt);
    return true;
}

void AlertRounds::take_line(const Json& line)
{
    if (!flag_at(line, "done") || sent_.empty())
        return;
    const auto message = std::move(sent_.front());
    sent_.pop_front();
    if (const auto error = text_at(line, "error"); !error.empty()) {
        complain("the supervisor does not take alerts: " + error);
        return waiting_.clear();
    }
    if (!message)
        return send_next();
    const bool is_taken = worker_.submit(
        loop_,
        [this, message = *message] {
            return site_.with([&](Sqlite& site) { return note_told(site, message); });
        },
        [this](const Result<>& noted) {
            if (!noted)
                complain(noted.error().message());
            send_next();
        });
    if (!is_taken)
        waiting_.clear();  // the next round finds it untold
}

void AlertRounds::complain(const std::string& text)
{
    if (std::exchange(complaint_, text) != text)
        log::error("failed alert round {}", log::field("error", text));
}

}  // namespace hive
