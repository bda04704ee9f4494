// daemons/sync/retention.h - how old samples may become. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "daemons/sync/config.h"

namespace hive {

/// The first second whose samples an apiary keeps: the start of a day (UTC), or the lowest
/// number when it keeps all. A time span counts from the newest sample, or from now where that
/// is earlier: neither a clock that is wrong nor a sample from the future removes anything else.
/// @param last time of the newest sample, epoch seconds
[[nodiscard]] std::int64_t first_kept(
    const SyncConfig& config, std::string_view apiary, std::int64_t last, std::int64_t now);

}  // namespace hive
