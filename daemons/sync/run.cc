#include "daemons/sync/run.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemons/sync/csv_folder.h"
#include "daemons/sync/retention.h"
#include "daemons/sync/source_run.h"
#include "lib/log.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

void log_copied(
    const SourceConfig& source, const Copied& copied, std::chrono::duration<double> took)
{
    const auto rate = static_cast<double>(copied.rows) / std::max(took.count(), 1e-6);
    log::info("copied rows={} rejected={} seconds={:.3f} rate={:.0f} watermark={} {}", copied.rows,
        copied.rejected, took.count(), rate,
        copied.state.copied == 0 ? "none" : std::to_string(copied.state.watermark),
        log::field("source", source.name));
    if (!copied.counted.is_equal())
        log::warning("counts differ: in the last {} ids up to watermark={} here={} there={} {}",
            look_back, copied.state.watermark, copied.counted.here, copied.counted.there,
            log::field("source", source.name));
}

/// One run_sources().
class Run {
public:
    Run(const SyncConfig& config, ReadingsWriter& writer, Connections& connections,
        Progress& progress, std::stop_token stop)
        : config_ {config}, writer_ {writer}, connections_ {connections}, progress_ {progress},
          stop_ {std::move(stop)}, figures_ {progress.figures()}
    {
    }

    RunResult run()
    {
        make_stale_rolls();
        const auto failed
            = [this](const auto& source, const auto& error) { note_failure(source, error); };
        for (const auto& source : sources_now(config_, failed))
            if (!stop_.stop_requested())
                copy_logged(source);
        const auto before = std::exchange(figures_.quarantined, writer_.quarantined());
        const auto growth = std::max<std::int64_t>(figures_.quarantined - before, 0);
        expire();
        figures_.quarantined = writer_.quarantined();
        progress_.set(figures_);
        return {.outcome = outcome(),
            .rows = figures_.run_rows,
            .error = error_,
            .quarantined = growth,
            .counted = counted_,
            .sources = std::move(sources_),
            .warnings = std::move(warnings_)};
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
        counted_.here += copied->counted.here;
        counted_.there += copied->counted.there;
        is_equal_ = is_equal_ && copied->counted.is_equal();
        sources_.push_back({.name = source.name});
    }

    void expire()
    {
        const auto expired = [this]() -> Result<> {
            std::vector<std::string> names;
            for (const auto& apiary : TRY(writer_.apiaries())) {
                TRY(expire(apiary));
                names.push_back(apiary.name);
            }
            warnings_ = unknown_apiaries(config_, names);
            return {};
        }();
        if (expired)
            return;
        log::error("expiry failed {}", log::field("error", expired.error().message()));
        writer_.roll_back();
    }

    Result<> expire(const ReadingsWriter::Apiary& apiary)
    {
        const auto first = first_kept(config_, apiary.name, apiary.last, epoch_now());
        if (first <= apiary.first)
            return {};
        std::int64_t count = 0;
        while (!stop_.stop_requested()) {
            const auto some = TRY(writer_.expire(apiary.id, first));
            if (some == 0)
                break;
            count += some;
        }
        if (count > 0)
            log::notice("expired samples={} {}", count, log::field("apiary", apiary.name));
        return {};
    }

    void note_failure(const SourceConfig& source, const Error& error)
    {
        if (stop_.stop_requested())
            return;  // what failed was cut by us
        const auto text = log_failure(source, error);
        if (error_.empty())
            error_ = text;
        sources_.push_back({.name = source.name, .error = error.message()});
    }

    Result<Copied> copy(const SourceConfig& source)
    {
        return connections_.use(source, [&](RowSource& remote) { return copy(source, remote); });
    }

    Result<Copied> copy(const SourceConfig& source, RowSource& remote)
    {
        const auto before = figures_.run_rows;
        const auto on_batch = [&](const Copied& copied) {
            note_state(figures_, source, copied.state);
            figures_.run_rows = before + copied.rows;
            figures_.remaining = copied.remaining;
            progress_.set(figures_);
        };
        auto plan = plan_of(config_, source);
        plan.on_batch = on_batch;
        return copy_rows(remote, writer_, plan, stop_);
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
    Connections& connections_;
    Progress& progress_;
    std::stop_token stop_;
    Figures figures_;
    bool was_new_ = true;  // so far no source had been copied before
    bool is_equal_ = true;
    Counted counted_;
    std::string error_;
    std::vector<SourceResult> sources_;
    std::vector<std::string> warnings_;
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
    Figures figures {.quarantined = writer.quarantined()};
    const auto unreadable = [](const auto&, const auto&) { };  // the next run says so
    for (const auto& source : sources_now(config, unreadable))
        figures.sources.push_back({source.name, TRY(writer.state(source.name))});
    return figures;
}

RunResult run_sources(const SyncConfig& config, ReadingsWriter& writer, Connections& connections,
    Progress& progress, const std::stop_token& stop)
{
    return Run {config, writer, connections, progress, stop}.run();
}

RunResult rebuild_sources(const SyncConfig& config, ReadingsWriter& writer,
    Connections& connections, Progress& progress, const std::stop_token& stop)
{
    std::string unreadable;
    const auto sources = sources_now(config,
        [&](const auto& source, const auto& error) { unreadable = log_failure(source, error); });
    if (!unreadable.empty())
        return {.outcome = Outcome::failed, .error = unreadable};
    connections.close();  // one that is kept proves nothing
    const auto nothing = [](RowSource&) -> Result<> { return {}; };
    for (const auto& source : sources)
        if (const auto remote = connections.use(source, nothing); !remote)
            return {.outcome = Outcome::failed, .error = log_failure(source, remote.error())};
    if (const auto cleared = writer.clear(); !cleared)
        return {.outcome = Outcome::failed, .error = cleared.error().message()};
    log::notice("rebuilding: the store was emptied");
    if (auto figures = read_figures(config, writer))
        progress.set(std::move(*figures));
    return run_sources(config, writer, connections, progress, stop);
}

}  // namespace hive
