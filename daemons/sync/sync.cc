#include "daemons/sync/sync.h"

#include <algorithm>
#include <cassert>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using SystemClock = std::chrono::system_clock;
using SteadyClock = std::chrono::steady_clock;

constexpr auto progress_period = 500ms;

std::int64_t epoch(std::optional<SystemClock::time_point> time)
{
    if (!time)
        return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
}

Json watermark_of(const SourceState& state)
{
    return state.watermark == SourceState::before_all ? Json() : Json(state.watermark);
}

Json describe(const RunResult& result)
{
    return {{"outcome", outcome_word(result.outcome)}, {"rows", result.rows},
        {"text", outcome_text(result.outcome, result.rows, result.error)}};
}

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
      backoff_ {config.retry, config.retry_max}
{
}

Sync::~Sync()
{
    stop_.request_stop();
    for (const auto& reply : waiting_)
        reply.fail("hive-sync is stopping");
}

Result<> Sync::serve()
{
    daemon_.control.verb("now", "Copies what is new; joins a run that is under way.",
        {"hive-chart"}, [this](const Json& /*arguments*/, ControlReply reply) {
            std::erase_if(waiting_, [](const auto& waiting) { return !waiting.is_open(); });
            waiting_.push_back(std::move(reply));
            run_now();
        });
    daemon_.control.verb("status", "What is here, how the last run ended, when the next begins.",
        {"hive-chart"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(status()); });
    switch (config_.start) {
    case Start::warm: run_now(); break;
    case Start::cold: daemon_.report(Health::ready, "waits for the first request"); break;
    }
    return {};
}

void Sync::run_now()
{
    if (is_running_)
        return;
    next_run_timer_ = {};
    next_run_.reset();
    auto figures = progress_.figures();
    figures.run_rows = 0;
    progress_.set(std::move(figures));
    run_began_ = SteadyClock::now();
    is_running_ = worker_.submit(
        daemon_.loop,
        [this] { return run_sources(config_, *writer_, progress_, stop_.get_token()); },
        [this](const RunResult& result) { finish(result); });
    assert(is_running_);  // there is room for one job, and none was waiting
    if (auto timer = daemon_.loop.every(progress_period, [this] { tell_progress(); }))
        progress_timer_ = std::move(*timer);
    if (failures_ == 0)
        daemon_.report(Health::ready, "copying");
}

void Sync::finish(const RunResult& result)
{
    is_running_ = false;
    progress_timer_ = {};
    last_run_ = SystemClock::now();
    last_result_ = result;
    for (const auto& reply : std::exchange(waiting_, {}))
        reply.done(describe(result));
    const auto text = outcome_text(result.outcome, result.rows, result.error);
    if (result.outcome == Outcome::failed) {
        daemon_.report(Health::degraded, text);
        return run_after(backoff_.delay(++failures_, chance()));
    }
    failures_ = 0;
    daemon_.report(
        Health::ready, fmt::format("{} ({} rows in all)", text, progress_.figures().copied()));
    run_after(with_jitter(config_.interval, chance()));
}

void Sync::run_after(std::chrono::milliseconds delay)
{
    auto timer = daemon_.loop.after(delay, [this] { run_now(); });
    if (!timer) {
        log::error("{}", timer.error().message());
        return daemon_.report(Health::degraded, "no further run is planned");
    }
    next_run_timer_ = std::move(*timer);
    next_run_ = SystemClock::now() + delay;
}

void Sync::tell_progress()
{
    const auto line = progress_line();
    for (const auto& reply : waiting_)
        reply.line(line);
}

Json Sync::progress_line() const
{
    const std::chrono::duration<double> took = SteadyClock::now() - run_began_;
    const auto rows = progress_.figures().run_rows;
    return {{"rows", rows}, {"rate", static_cast<double>(rows) / std::max(took.count(), 1e-3)}};
}

Json Sync::status() const
{
    const auto figures = progress_.figures();
    Json object {{"state",
                     is_running_         ? "copying"
                         : failures_ > 0 ? "retrying"
                                         : "waiting"},
        {"watermark", watermark_of(figures.sources.front().state)}, {"copied", figures.copied()},
        {"quarantined", figures.quarantined}, {"last_run", epoch(last_run_)},
        {"next_run", epoch(next_run_)}, {"failures", failures_}};
    object["outcome"] = last_result_ ? Json(outcome_word(last_result_->outcome)) : Json();
    object["rows"] = last_result_ ? last_result_->rows : 0;
    object["error"] = last_result_ ? last_result_->error : "";
    if (is_running_)
        object["progress"] = progress_line();
    auto& sources = object["sources"] = Json::array();
    for (const auto& [name, state] : figures.sources)
        sources.push_back(
            {{"name", name}, {"watermark", watermark_of(state)}, {"copied", state.copied}});
    return object;
}

double Sync::chance()
{
    return std::uniform_real_distribution {0.0, 1.0}(random_);
}

}  // namespace hive
