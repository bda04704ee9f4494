// daemons/sync/sync_status.h - runs and what they corrected, as JSON. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "daemons/sync/run.h"
#include "lib/json_fwd.h"

namespace hive {

/// @return 0 for no time
[[nodiscard]] std::int64_t epoch(std::optional<std::chrono::system_clock::time_point> time);

[[nodiscard]] Json describe(const RunResult& result);
[[nodiscard]] Json describe(const Corrections& corrections);
[[nodiscard]] Json describe(const CompareResult& result);
/// The lowest id there can be stands for "from the first": null.
[[nodiscard]] Json describe(const SourceConfig& source, const ComparedRange& range);

}  // namespace hive
