#include "supervisor/core/check.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "lib/log.h"
#include "supervisor/core/check_reading.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/look.h"

namespace hive {
namespace {

std::tm local_now()
{
    const auto now = std::time(nullptr);
    std::tm local {};
    ::localtime_r(&now, &local);
    return local;
}

}  // namespace

Check::Check(const CheckConfig& config, CheckSurroundings& surroundings)
    : config_ {config}, surroundings_ {surroundings}, since_ {epoch_seconds()}
{
    for (auto& rule : rules_of(config))
        rules_.push_back({.rule = std::move(rule)});
}

// ---- when ------------------------------------------------------------------------------

void Check::monitor()
{
    if (timer_)
        return;
    enter(State::starting);
    auto timer = surroundings_.loop.every(config_.interval, [this] { tick(); });
    if (!timer)
        return log::error("{}", timer.error().message());
    timer_ = std::move(*timer);
    surroundings_.monitoring_changed();
    if (is_time())
        look();
}

void Check::unmonitor()
{
    timer_ = {};
    for (auto& watched : rules_) {
        if (watched.counter.is_raised())
            clear(watched);
        watched = {.rule = std::move(watched.rule)};
    }
    reading_.reset();
    status_ = "";
    enter(State::unmonitored);
    surroundings_.monitoring_changed();
}

void Check::tick()
{
    if (++ticks_ % config_.every == 0 && is_time())
        look();
}

bool Check::is_time() const
{
    const auto local = local_now();
    const bool is_named = config_.when.text.empty() || is_due(config_.when, local);
    return is_named && (config_.not_when.text.empty() || !is_due(config_.not_when, local));
}

// ---- looking ---------------------------------------------------------------------------

void Check::look()
{
    if (is_looking_)
        return;
    is_looking_ = true;
    if (!config_.probe.words.empty())
        return probe_host();
    if (config_.type == CheckType::program || config_.type == CheckType::host)
        return run_program();
    const bool is_taken = surroundings_.worker->submit(
        surroundings_.loop,
        [&config = config_, before = reading_, now = steady_seconds()] {
            return look_at(config, before ? &*before : nullptr, now);
        },
        [this](Reading reading) { judge(std::move(reading)); });
    is_looking_ = is_taken;  // all threads wait for a disk: the next time
}

void Check::run_program()
{
    const auto started = surroundings_.errands.start(
        {.words = config_.command.words, .user = config_.user, .timeout = config_.timeout},
        [this](const ErrandOutcome& outcome) {
            auto reading = reading_of(outcome);
            reading.is_missing = config_.type == CheckType::host && outcome.status != 0;
            judge(std::move(reading));
        });
    if (!started)
        judge({.is_missing = true, .status = started.error().message()});
}

void Check::probe_host()
{
    surroundings_.probes.ask(
        config_.probe.words, config_.timeout, [this](const ProbeAnswer& answer) {
            if (answer.verdict == Verdict::unknown) {
                is_looking_ = false;
                return log::error("check {}: {}", config_.name, answer.text);
            }
            judge({.is_missing = answer.verdict == Verdict::fails,
                .status = answer.text,
                .numbers = {{"status", answer.verdict == Verdict::fails ? 1 : 0},
                    {"response", answer.took.count() / 1000}},
                .texts = {{"output", answer.text}}});
        });
}

void Check::judge(Reading reading)
{
    is_looking_ = false;
    if (state_ == State::unmonitored)
        return;
    looked_ = epoch_seconds();
    for (auto& watched : rules_) {
        judge(watched, reading);
        if (state_ == State::unmonitored)  // as the rule asked for
            return;
    }
    status_ = reading.status;
    for (const auto& watched : rules_)
        if (watched.counter.is_raised())
            status_ = reason(watched.rule, reading);
    reading_ = std::move(reading);
    enter(raised_rules().empty() ? State::ready : State::degraded);
}

void Check::judge(Watched& watched, const Reading& reading)
{
    const auto is_match = matches(watched.rule, reading, reading_ ? &*reading_ : nullptr);
    if (!is_match)
        return;
    switch (watched.counter.add(watched.rule, *is_match)) {
    case RuleCounter::Change::none: break;
    case RuleCounter::Change::raised: raise(watched, reading); break;
    case RuleCounter::Change::cleared:
        watched.acted = 0;
        clear(watched);
        break;
    }
    if (watched.counter.is_raised())
        act(watched);
}

void Check::enter(State state)
{
    if (std::exchange(state_, state) != state)
        since_ = epoch_seconds();
    surroundings_.changed(*this);
}

void Check::say(std::string_view kind, std::string text)
{
    surroundings_.happened(*this,
        {.time = epoch_seconds(),
            .service = config_.name,
            .kind = std::string {kind},
            .text = std::move(text)});
}

}  // namespace hive
