#include <chrono>
#include <utility>

#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/check.h"
#include "supervisor/core/check_reading.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

constexpr std::chrono::minutes longest_pause {10};  // between two tries to mend the same

std::string_view order_of(Event event)
{
    if (event == Event::start)
        return "start";
    return event == Event::stop ? "stop" : "restart";
}

}  // namespace

void Check::raise(const Watched& watched, const Reading& reading)
{
    const auto text = reason(watched.rule, reading);
    say("degraded", text);
    surroundings_.alert({.key = fmt::format("check:{}:{}", config_.name, watched.rule.text),
        .event = AlertEvent::fired,
        .severity = config_.severity,
        .source = "hive-supervisor",
        .subject = fmt::format("{}: {}", config_.name, text),
        .text = reading.status});
}

void Check::clear(const Watched& watched)
{
    say("ready", "over: " + watched.rule.text);
    surroundings_.alert({.key = fmt::format("check:{}:{}", config_.name, watched.rule.text),
        .event = AlertEvent::recovered,
        .severity = config_.severity,
        .source = "hive-supervisor",
        .subject = fmt::format("{}: over: {}", config_.name, watched.rule.text)});
}

/// Tried again while it goes on, at growing intervals: it never gives up.
void Check::act(Watched& watched)
{
    const auto now = steady_seconds();
    const bool is_repeated
        = watched.rule.action == RuleAction::start || watched.rule.action == RuleAction::restart;
    if (config_.mode == CheckMode::passive || watched.rule.action == RuleAction::alert || is_acting_
        || (watched.acted > 0 && (!is_repeated || now < watched.act_again)))
        return;
    const Backoff pause {.initial = config_.interval, .cap = longest_pause};
    constexpr double middle = 0.5;
    ++watched.acted;
    watched.act_again
        = now + std::chrono::duration<double> {pause.delay(watched.acted, middle)}.count();
    say("operator", fmt::format("{} by rule {}", name_of(watched.rule.action), watched.rule.text));
    switch (watched.rule.action) {
    case RuleAction::alert: break;
    case RuleAction::start: run(config_.start); break;
    case RuleAction::stop: run(config_.stop); break;
    case RuleAction::restart: run(config_.stop, [this] { run(config_.start); }); break;
    case RuleAction::exec: run(watched.rule.command); break;
    case RuleAction::unmonitor: unmonitor(); break;
    }
}

Result<> Check::operate(Event event, std::string_view by)
{
    const bool needs_start = event != Event::stop;
    if ((needs_start && config_.start.words.empty())
        || (event == Event::stop && config_.stop.words.empty()))
        return fail("{} has no program to {} it", config_.name, needs_start ? "start" : "stop");
    say("operator",
        fmt::format(
            "{} by {}", order_of(event), by.empty() ? "operator" : clean_status(by.substr(0, 64))));
    if (event == Event::start)
        run(config_.start, [this] { monitor(); });
    else if (event == Event::stop)
        unmonitor(), run(config_.stop);
    else
        run(config_.stop, [this] { run(config_.start, [this] { monitor(); }); });
    return {};
}

void Check::run(const Command& command, std::function<void()> then)
{
    if (command.words.empty()) {
        if (then)
            then();
        return;
    }
    is_acting_ = true;
    const auto started
        = surroundings_.errands.start({.words = command.words,
                                          .user = config_.user,
                                          .environment = {"HIVE_CHECK=" + config_.name},
                                          .log_path = logs_path("checks.log"),
                                          .timeout = config_.timeout,
                                          .starts_others = true},
            [this, text = command.text, next = std::move(then)](const ErrandOutcome& outcome) {
                is_acting_ = false;
                if (outcome.status != 0)
                    say("exited", fmt::format("{}: {}", text, reading_of(outcome).status));
                if (next)
                    next();
            });
    if (started)
        return;
    is_acting_ = false;
    say("exited", fmt::format("{}: {}", command.text, started.error().message()));
}

}  // namespace hive
