#include <algorithm>
#include <chrono>

#include "daemons/sync/csv_folder.h"
#include "daemons/sync/source_run.h"
#include "lib/log.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

/// One compare_sources().
class ComparingRun {
public:
    ComparingRun(const SyncConfig& config, ReadingsWriter& writer, Connections& connections,
        Progress& progress, const std::stop_token& stop, const OnRange& on_range)
        : config_ {config}, writer_ {writer}, connections_ {connections}, progress_ {progress},
          stop_ {stop}, on_range_ {on_range}, figures_ {progress.figures()}
    {
    }

    CompareResult run()
    {
        const auto failed
            = [this](const auto& source, const auto& error) { note_failure(source, error); };
        for (const auto& source : sources_now(config_, failed))
            if (!stop_.stop_requested())
                compare_logged(source);
        figures_.quarantined = writer_.quarantined();
        progress_.set(figures_);
        result_.is_equal = result_.is_equal && result_.error.empty() && !stop_.stop_requested();
        return result_;
    }

private:
    void compare_logged(const SourceConfig& source)
    {
        const auto began = Clock::now();
        const auto compared = compare(source);
        if (!compared)
            return note_failure(source, compared.error());
        const std::chrono::duration<double> took = Clock::now() - began;
        const auto& [late, edited, deleted] = compared->corrections;
        log::info("verified equal={} rows={} ranges={} late={} edited={} deleted={} hashed={}"
                  " changing={} seconds={:.3f} {}",
            compared->is_equal, compared->rows, compared->ranges, late, edited, deleted,
            compared->hashed, compared->is_changing, took.count(),
            log::field("source", source.name));
        add(*compared);
        result_.sources.push_back({.name = source.name,
            .is_equal = compared->is_equal,
            .is_changing = compared->is_changing,
            .corrections = compared->corrections});
    }

    void note_failure(const SourceConfig& source, const Error& error)
    {
        if (stop_.stop_requested())
            return;  // what failed was cut by us
        const auto text = log_failure(source, error);
        if (result_.error.empty())
            result_.error = text;
        result_.sources.push_back({.name = source.name, .error = error.message()});
    }

    void add(const Compared& compared)
    {
        if (!compared.is_equal)
            result_.is_changing = compared.is_changing && (result_.is_equal || result_.is_changing);
        result_.is_equal = result_.is_equal && compared.is_equal;
        result_.rows += compared.rows;
        result_.ranges += compared.ranges;
        result_.corrections.late += compared.corrections.late;
        result_.corrections.edited += compared.corrections.edited;
        result_.corrections.deleted += compared.corrections.deleted;
    }

    Result<Compared> compare(const SourceConfig& source)
    {
        const auto on_range = [&](const ComparedRange& range, const Compared& compared) {
            on_range_(source, range);
            figures_.run_rows = result_.rows + compared.rows;
            progress_.set(figures_);
        };
        const auto plan = plan_of(config_, source);
        auto compared = TRY(connections_.use(source, [&](RowSource& remote) {
            return compare_rows(remote, writer_, plan, stop_, on_range);
        }));
        note_state(figures_, source, compared.state);
        return compared;
    }

    const SyncConfig& config_;
    ReadingsWriter& writer_;
    Connections& connections_;
    Progress& progress_;
    const std::stop_token& stop_;
    const OnRange& on_range_;
    Figures figures_;
    CompareResult result_;
};

}  // namespace

CompareResult compare_sources(const SyncConfig& config, ReadingsWriter& writer,
    Connections& connections, Progress& progress, const std::stop_token& stop,
    const OnRange& on_range)
{
    return ComparingRun {config, writer, connections, progress, stop, on_range}.run();
}

}  // namespace hive
