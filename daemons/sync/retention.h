// daemons/sync/retention.h - how old samples may become, and for which apiaries that was said.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/sync/config.h"

namespace hive {

/// The first second whose samples an apiary keeps: the start of a day (UTC), or the lowest
/// number when it keeps all. A time span counts from the newest sample, or from now where that
/// is earlier: neither a clock that is wrong nor a sample from the future removes anything else.
/// @param last time of the newest sample, epoch seconds
[[nodiscard]] std::int64_t first_kept(
    const SyncConfig& config, std::string_view apiary, std::int64_t last, std::int64_t now);

/// A sentence for each section [apiary NAME] whose NAME is none of the apiaries there are.
/// @param known names of those that have samples; without any, nothing is known yet
[[nodiscard]] std::vector<std::string> unknown_apiaries(
    const SyncConfig& config, const std::vector<std::string>& known);

}  // namespace hive
