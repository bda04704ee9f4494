#include "daemons/sync/sync.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "daemons/sync/sync_status.h"
#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using SystemClock = std::chrono::system_clock;
using SteadyClock = std::chrono::steady_clock;

constexpr auto progress_period = 500ms;
/// Connections without a run for so long are closed: shorter than servers and firewalls wait.
constexpr auto longest_idle = 60s;

constexpr std::string_view no_source = "no source yet: add a [source NAME] to sync.ini";

}  // namespace

Result<std::unique_ptr<Service>> Sync::create(Daemon& daemon, const SyncConfig& config)
{
    auto writer = TRY(ReadingsWriter::open(state_path(config.store)));
    auto figures = TRY(read_figures(config, *writer));
    std::unique_ptr<Sync> sync {new Sync {daemon, config, std::move(writer)}};
    sync->progress_.set(std::move(figures));
    TRY(sync->serve());
    return sync;
}

Sync::Sync(Daemon& daemon, const SyncConfig& config, std::unique_ptr<ReadingsWriter> writer)
    : daemon_ {daemon}, config_ {config}, writer_ {std::move(writer)},
      connections_ {[this](const SourceConfig& source) {
                        return open_source(source, config_.sql_log(), stop_.get_token());
                    },
          stop_.get_token()},
      backoff_ {config.retry, config.retry_max}
{
}

Sync::~Sync()
{
    if (!running_)
        connections_.close();  // with a word to the server
    stop_.request_stop();
    for (const auto& request : requests_)
        request.reply.fail("hive-sync is stopping");
}

Result<> Sync::serve()
{
    alerts_ = TRY(AlertLink::create(daemon_.loop, runtime_path("supervisor.sock")));
    auto& control = daemon_.control;
    control.verb("now", "Copies what is new; joins a run that is under way.", {"hive-chart"},
        [this](const Json& /*arguments*/, ControlReply reply) {
            request(Job::copy, std::move(reply));
        });
    control.verb("verify", "Compares all that is here with the sources and corrects it.", {},
        [this](const Json& /*arguments*/, ControlReply reply) {
            request(Job::verify, std::move(reply));
        });
    control.verb("rebuild", "Empties the store and copies everything anew.", {},
        [this](const Json& arguments, ControlReply reply) {
            if (!flag_at(arguments, "sure"))
                return reply.fail(
                    "everything that is here would be copied anew: say \"sure\": true");
            request(Job::rebuild, std::move(reply));
        });
    control.verb("status", "What is here, how the last run ended, when the next begins.",
        {"hive-chart"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(status()); });
    control.verb("metrics", "What is here and how runs ended, in the form of lib/metrics.h.",
        {"hive-portal"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(metrics()); });
    serve_questions();
    if (config_.sources.empty()) {
        daemon_.report(Health::ready, std::string {no_source});
        return {};
    }
    switch (config_.start) {
    case Start::warm: start(Job::copy); break;
    case Start::cold: daemon_.report(Health::ready, "waits for the first request"); break;
    }
    return {};
}

void Sync::request(Job job, ControlReply reply)
{
    if (config_.sources.empty())
        return reply.fail(no_source);
    std::erase_if(requests_, [](const auto& waiting) { return !waiting.reply.is_open(); });
    requests_.push_back({job, std::move(reply)});
    if (!running_)
        start(job);
}

void Sync::start(Job job)
{
    next_run_timer_ = {};
    idle_timer_ = {};
    next_run_.reset();
    auto figures = progress_.figures();
    figures.run_rows = 0;
    figures.remaining = 0;
    progress_.set(std::move(figures));
    run_began_ = SteadyClock::now();
    running_ = job;
    if (auto timer = daemon_.loop.every(progress_period, [this] { tell_progress(); }))
        progress_timer_ = std::move(*timer);
    if (failures_ == 0)
        daemon_.report(Health::ready, std::string {state_word()});
    if (job == Job::verify)
        return start_verification();
    const auto run = job == Job::rebuild ? &rebuild_sources : &run_sources;
    const bool is_taken = worker_.submit(
        daemon_.loop,
        [this, run] { return run(config_, *writer_, connections_, progress_, stop_.get_token()); },
        [this](const RunResult& result) { finish_copy(result); });
    assert(is_taken);  // there is room for one job, and none was waiting
}

void Sync::start_verification()
{
    const auto on_range = [this](const SourceConfig& source, const ComparedRange& range) {
        daemon_.loop.post([this, line = describe(source, range)] { tell(Job::verify, line); });
    };
    const bool is_taken = worker_.submit(
        daemon_.loop,
        [this, on_range] {
            return compare_sources(
                config_, *writer_, connections_, progress_, stop_.get_token(), on_range);
        },
        [this](const CompareResult& result) { finish_verification(result); });
    assert(is_taken);
}

void Sync::finish_copy(const RunResult& result)
{
    last_run_ = SystemClock::now();
    last_result_ = result;
    answer(describe(result));
    warn(result.warnings);
    send(troubles_.after_copy(result, SteadyClock::now()));
    const auto text = outcome_text(result.outcome, result.rows, result.error);
    if (result.outcome == Outcome::failed) {
        daemon_.report(Health::degraded, text);
        return start_next(backoff_.delay(++failures_, chance()));
    }
    failures_ = 0;
    daemon_.report(
        Health::ready, fmt::format("{} ({} rows in all)", text, progress_.figures().copied()));
    if (result.outcome == Outcome::mismatch)
        last_comparison_time_.reset();
    start_next(with_jitter(config_.interval, chance()));
}

void Sync::finish_verification(const CompareResult& result)
{
    last_comparison_ = result;
    last_comparison_time_ = SteadyClock::now();
    answer(describe(result));
    send(troubles_.after_comparison(result));
    if (!result.error.empty()) {
        daemon_.report(Health::degraded, outcome_text(Outcome::failed, result.rows, result.error));
        return start_next(backoff_.delay(++failures_, chance()));
    }
    daemon_.report(Health::ready,
        fmt::format("{} rows compared, {} corrected", result.rows, result.corrections.count()));
    start_next(with_jitter(config_.interval, chance()));
}

/// To everyone who waited for this run.
void Sync::answer(const Json& result)
{
    progress_timer_ = {};
    const auto job = running_;
    running_.reset();
    for (const auto& request : requests_)
        if (request.job == job)
            request.reply.done(result);
    std::erase_if(requests_, [job](const auto& request) { return request.job == job; });
}

/// Logged when they are new, kept for whoever asks.
void Sync::warn(std::vector<std::string> warnings)
{
    for (auto& warning : warnings)
        warning = fmt::format("{}: {}", daemon_.config_path(), warning);
    if (warnings != warnings_)
        for (const auto& warning : warnings)
            log::warning("configured {}", log::field("warning", warning));
    warnings_ = std::move(warnings);
}

void Sync::send(std::vector<Json> alerts)
{
    for (auto& alert : alerts)
        alerts_->send(std::move(alert));
}

void Sync::start_next(std::chrono::milliseconds otherwise_after)
{
    if (!requests_.empty())
        return start(requests_.front().job);
    if (failures_ == 0 && is_verification_due())
        return start(Job::verify);
    run_after(otherwise_after);
}

bool Sync::is_verification_due() const
{
    // By the clock that never jumps, once there has been a comparison since the start.
    if (last_comparison_time_)
        return SteadyClock::now() - *last_comparison_time_ >= config_.verify_interval;
    const auto now = epoch(SystemClock::now());
    const auto sources = progress_.figures().sources;
    const bool is_mismatch = last_result_ && last_result_->outcome == Outcome::mismatch;
    return is_mismatch || std::ranges::any_of(sources, [&](const auto& source) {
        return now - source.state.verified >= config_.verify_interval.count();
    });
}

void Sync::close_when_idle()
{
    auto timer = daemon_.loop.after(longest_idle, [this] { connections_.close(); });
    if (!timer)
        return connections_.close();
    idle_timer_ = std::move(*timer);
}

void Sync::run_after(std::chrono::milliseconds delay)
{
    close_when_idle();
    auto timer = daemon_.loop.after(delay, [this] { start(Job::copy); });
    if (!timer) {
        log::error("{}", timer.error().message());
        return daemon_.report(Health::degraded, "no further run is planned");
    }
    next_run_timer_ = std::move(*timer);
    next_run_ = SystemClock::now() + delay;
}

void Sync::tell(Job job, const Json& line) const
{
    for (const auto& request : requests_)
        if (request.job == job)
            request.reply.line(line);
}

/// To those who wait, and to whoever looks at the daemon.
void Sync::tell_progress()
{
    assert(running_.has_value());
    const auto line = progress_line();
    tell(*running_, line);
    if (failures_ > 0)
        return;  // until it has succeeded it is degraded
    const auto remaining = integer_at(line, "remaining");
    daemon_.report(Health::ready,
        fmt::format("{}: {} rows, {:.0f} a second{}", state_word(), integer_at(line, "rows"),
            real_at(line, "rate"), remaining > 0 ? fmt::format(", {} to go", remaining) : ""));
}

double Sync::chance()
{
    return std::uniform_real_distribution {0.0, 1.0}(random_);
}

}  // namespace hive
