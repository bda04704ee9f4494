// daemons/ban/ban_time.h - how long a ban lasts, longer for who was banned before. Pure.
#pragma once

#include <chrono>
#include <vector>

#include "daemons/ban/jail_file.h"
#include "lib/config.h"

namespace hive {

/// A ban that nobody but the operator ends.
constexpr std::chrono::seconds for_ever {std::int64_t {100} * 365 * 24 * 3600};

/// @param former bans of the address there have been, >= 0
/// @param chance 0 to 1, how much of `random` is added
/// @return `time` for a first ban and for a permanent one; at most for_ever
[[nodiscard]] std::chrono::seconds ban_time(
    const BanGrowth& growth, std::chrono::seconds time, int former, double chance);

/// The options of a growth, for the section of a jail.
[[nodiscard]] std::vector<Option> growth_options(BanGrowth& growth);

}  // namespace hive
