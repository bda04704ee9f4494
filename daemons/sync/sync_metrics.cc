#include "daemons/sync/sync.h"
#include "lib/json.h"
#include "lib/metrics.h"

namespace hive {
namespace {

using SystemClock = std::chrono::system_clock;

double seconds_of(const std::optional<SystemClock::time_point>& time)
{
    if (!time)
        return 0;
    return std::chrono::duration<double> {time->time_since_epoch()}.count();
}

void add_source(MetricList& list, const std::string& name, const SourceState& state)
{
    const MetricLabels labels {{"source", name}};
    list.gauge("rows", "Remote rows that are here, refused ones included.", state.copied, labels);
    list.gauge("verified_timestamp_seconds",
        "When a source was last found to be equal; 0 for never.", state.verified, labels);
    const auto corrected = [&](const char* kind, std::int64_t count) {
        list.counter("corrections_total", "Rows corrected by comparisons.", count,
            {{"source", name}, {"kind", kind}});
    };
    corrected("late", state.corrections.late);
    corrected("edited", state.corrections.edited);
    corrected("deleted", state.corrections.deleted);
}

}  // namespace

Json Sync::metrics() const
{
    MetricList list {"sync"};
    const auto figures = progress_.figures();
    for (const auto& [name, state] : figures.sources)
        add_source(list, name, state);
    list.gauge("quarantined_rows", "Rows and values refused and kept aside.", figures.quarantined);
    list.gauge("running", "1 while a run is under way.", running_.has_value());
    list.gauge("run_rows", "Rows of the run under way so far.", figures.run_rows);
    list.gauge(
        "run_rows_remaining", "At most so many rows are left of its source.", figures.remaining);
    list.gauge("failures_in_row", "Runs that failed since one went well.", failures_);
    list.gauge("last_run_timestamp_seconds", "When the last run ended; 0 for never.",
        seconds_of(last_run_));
    list.gauge("next_run_timestamp_seconds", "When the next run begins; 0 while one is under way.",
        seconds_of(next_run_));
    list.gauge("alerts_waiting", "Alerts that wait for the supervisor.", alerts_->waiting());
    list.counter("alerts_dropped_total", "Alerts dropped or refused.", alerts_->dropped());
    return list.answer();
}

}  // namespace hive
