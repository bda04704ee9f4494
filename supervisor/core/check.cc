#include "supervisor/core/check.h"

#include <algorithm>
#include <ctime>

#include <sys/wait.h>

#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/adoption.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/look.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

constexpr std::chrono::minutes longest_pause {10};  // between two tries to mend the same

std::tm local_now()
{
    const auto now = std::time(nullptr);
    std::tm local {};
    ::localtime_r(&now, &local);
    return local;
}

Reading reading_of(const ErrandOutcome& outcome)
{
    const bool has_exited = WIFEXITED(outcome.status);
    Reading reading {.numbers
        = {{"status", has_exited ? WEXITSTATUS(outcome.status) : 128 + WTERMSIG(outcome.status)}},
        .texts = {{"output", outcome.output}}};
    const auto end = outcome.output.find_last_not_of(" \n");
    const auto last = outcome.output.substr(0, end + 1);
    reading.status = outcome.is_timed_out ? "did not end in time"
        : last.empty()                    ? exit_text(outcome.status)
                                          : clean_status(last.substr(last.rfind('\n') + 1));
    return reading;
}

std::string number_text(double number)
{
    return fmt::format("{:.6g}", number);
}

/// "cpu > 80 (is 93.1)".
std::string why(const Rule& rule, const Reading& reading)
{
    if (reading.is_missing)
        return reading.status;
    if (const auto number = reading.numbers.find(rule.metric); number != reading.numbers.end())
        return fmt::format("{} (is {})", rule.text, number_text(number->second));
    if (rule.metric == "output")
        return fmt::format("{}: {}", rule.text, reading.status);
    const auto text = reading.texts.find(rule.metric);
    // What stands in a file is nobody's business but its readers'.
    const bool is_short
        = text != reading.texts.end() && rule.metric != "content" && text->second.size() <= 64;
    return is_short ? fmt::format("{} (is {})", rule.text, clean_status(text->second)) : rule.text;
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
    looked_ = epoch_seconds();
    if (state_ == State::unmonitored)
        return;
    for (auto& watched : rules_)
        judge(watched, reading);
    if (state_ == State::unmonitored)  // as a rule asked for
        return;
    status_ = reading.status;
    for (const auto& watched : rules_)
        if (watched.counter.is_raised())
            status_ = why(watched.rule, reading);
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

// ---- what follows ----------------------------------------------------------------------

void Check::raise(const Watched& watched, const Reading& reading)
{
    const auto text = why(watched.rule, reading);
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
        fmt::format("{} by {}",
            event == Event::start      ? "start"
                : event == Event::stop ? "stop"
                                       : "restart",
            by.empty() ? "operator" : clean_status(by.substr(0, 64))));
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

void Check::enter(State state)
{
    if (state == state_)
        return;
    state_ = state;
    since_ = epoch_seconds();
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
