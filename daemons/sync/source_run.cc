#include "daemons/sync/source_run.h"

#include <algorithm>
#include <chrono>

#include "lib/log.h"

namespace hive {

std::int64_t epoch_now()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

CopyPlan plan_of(const SyncConfig& config, const SourceConfig& source)
{
    return {.source = source,
        .series = {config.series.begin(), config.series.end()},
        .batch = config.batch,
        .now = epoch_now(),
        .on_batch = {}};
}

void note_state(Figures& figures, const SourceConfig& source, const SourceState& state)
{
    const auto found = std::ranges::find(figures.sources, source.name, &Figures::Source::name);
    if (found != figures.sources.end())
        found->state = state;
    else
        figures.sources.push_back({source.name, state});  // a file that has appeared
}

std::string log_failure(const SourceConfig& source, const Error& error)
{
    log::warning(
        "failed {} {}", log::field("source", source.name), log::field("error", error.message()));
    return fmt::format("source {}: {}", source.name, error.message());
}

}  // namespace hive
