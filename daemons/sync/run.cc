#include "daemons/sync/run.h"

#include <algorithm>
#include <chrono>

#include "daemons/sync/copier.h"
#include "lib/log.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t epoch_now()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void log_copied(
    const SourceConfig& source, const Copied& copied, std::chrono::duration<double> took)
{
    const auto rate = static_cast<double>(copied.rows) / std::max(took.count(), 1e-6);
    log::info("copied rows={} rejected={} seconds={:.3f} rate={:.0f} watermark={} {}", copied.rows,
        copied.rejected, took.count(), rate,
        copied.state.copied == 0 ? "none" : std::to_string(copied.state.watermark),
        log::field("source", source.name));
    if (!copied.is_equal)
        log::warning("counts differ: up to watermark={} taken={} {}", copied.state.watermark,
            copied.state.copied, log::field("source", source.name));
}

/// One run_sources().
class Run {
public:
    Run(const SyncConfig& config, ReadingsWriter& writer, Progress& progress, std::stop_token stop)
        : config_ {config}, writer_ {writer}, progress_ {progress}, stop_ {std::move(stop)},
          figures_ {progress.figures()}
    {
    }

    RunResult run()
    {
        make_stale_rolls();
        for (const auto& source : config_.sources)
            if (!stop_.stop_requested())
                copy_logged(source);
        if (auto quarantined = writer_.quarantined())
            figures_.quarantined = *quarantined;
        progress_.set(figures_);
        return {.outcome = outcome(), .rows = figures_.run_rows, .error = error_};
    }

private:
    /// What an upgrade of the store has left to be done.
    void make_stale_rolls()
    {
        std::int64_t days = 0;
        while (!stop_.stop_requested()) {
            const auto was_made = writer_.make_stale_roll();
            if (!was_made)
                return log::error(
                    "rolls failed {}", log::field("error", was_made.error().message()));
            if (!*was_made)
                break;
            ++days;
        }
        if (days > 0)
            log::notice("rolls made days={}", days);
    }

    void copy_logged(const SourceConfig& source)
    {
        const auto began = Clock::now();
        const auto copied = copy(source);
        if (!copied)
            return note_failure(source, copied.error());
        log_copied(source, *copied, Clock::now() - began);
        was_new_ = was_new_ && copied->was_new;
        is_equal_ = is_equal_ && copied->is_equal;
    }

    void note_failure(const SourceConfig& source, const Error& error)
    {
        if (stop_.stop_requested())
            return;  // what failed was cut by us
        log::warning("failed {} {}", log::field("source", source.name),
            log::field("error", error.message()));
        if (error_.empty())
            error_ = fmt::format("source {}: {}", source.name, error.message());
    }

    Result<Copied> copy(const SourceConfig& source)
    {
        const auto remote = TRY(open_source(source, config_.sql_log(), stop_));
        const auto before = figures_.run_rows;
        const auto on_batch = [&](const Copied& copied) {
            note(source, copied.state);
            figures_.run_rows = before + copied.rows;
            progress_.set(figures_);
        };
        return copy_rows(*remote, writer_,
            {.source = source, .batch = config_.batch, .now = epoch_now(), .on_batch = on_batch},
            stop_);
    }

    void note(const SourceConfig& source, const SourceState& state)
    {
        const auto found = std::ranges::find(figures_.sources, source.name, &Figures::Source::name);
        if (found != figures_.sources.end())
            found->state = state;
    }

    [[nodiscard]] Outcome outcome() const
    {
        if (!error_.empty() || stop_.stop_requested())
            return Outcome::failed;
        if (!is_equal_)
            return Outcome::mismatch;
        if (was_new_)
            return Outcome::created;
        return figures_.run_rows > 0 ? Outcome::updated : Outcome::current;
    }

    const SyncConfig& config_;
    ReadingsWriter& writer_;
    Progress& progress_;
    std::stop_token stop_;
    Figures figures_;
    bool was_new_ = true;  // so far no source had been copied before
    bool is_equal_ = true;
    std::string error_;
};

}  // namespace

std::int64_t Figures::copied() const
{
    std::int64_t rows = 0;
    for (const auto& source : sources)
        rows += source.state.copied;
    return rows;
}

Figures Progress::figures() const
{
    const std::lock_guard lock {mutex_};
    return figures_;
}

void Progress::set(Figures figures)
{
    const std::lock_guard lock {mutex_};
    figures_ = std::move(figures);
}

Result<Figures> read_figures(const SyncConfig& config, ReadingsWriter& writer)
{
    Figures figures {.quarantined = TRY(writer.quarantined())};
    for (const auto& source : config.sources)
        figures.sources.push_back({source.name, TRY(writer.state(source.name))});
    return figures;
}

RunResult run_sources(const SyncConfig& config, ReadingsWriter& writer, Progress& progress,
    const std::stop_token& stop)
{
    return Run {config, writer, progress, stop}.run();
}

}  // namespace hive
