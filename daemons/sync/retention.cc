#include "daemons/sync/retention.h"

#include <algorithm>
#include <limits>

namespace hive {

std::int64_t first_kept(
    const SyncConfig& config, std::string_view apiary, std::int64_t last, std::int64_t now)
{
    constexpr std::int64_t day = 86400;
    const auto found = std::ranges::find(config.apiaries, apiary, &ApiaryConfig::name);
    const auto span
        = (found == config.apiaries.end() ? config.retention : found->retention).count();
    const auto first = std::min(last, now) - span;
    if (span == 0 || first <= 0)
        return std::numeric_limits<std::int64_t>::min();
    return first - first % day;
}

}  // namespace hive
