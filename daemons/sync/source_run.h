// daemons/sync/source_run.h - what copies and comparisons of all sources share.
#pragma once

#include <string>

#include "daemons/sync/copier.h"
#include "daemons/sync/run.h"

namespace hive {

[[nodiscard]] std::int64_t epoch_now();
[[nodiscard]] CopyPlan plan_of(const SyncConfig& config, const SourceConfig& source);
/// Puts what is here of a source into the figures.
void note_state(Figures& figures, const SourceConfig& source, const SourceState& state);
/// Logs why a source could not be read. @return the same for people
std::string log_failure(const SourceConfig& source, const Error& error);

}  // namespace hive
