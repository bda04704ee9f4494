// daemons/chart/traffic_counts.h - traffic and attacks of each server, from guard.db.
#pragma once

#include <cstdint>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// The last second that was over at `before`, epoch seconds: {"t": .. | null, "servers": [[name,
/// traffic, attacks], ..]}, those with the most attacks, then traffic, first; what more servers
/// than most_traffic_servers have under the name null.
[[nodiscard]] Result<Json> second_json(Sqlite& database, std::int64_t before);

/// The fives after that one, the last 12 at most: [{"t": .., "servers": as in a second, "classes":
/// [[name, is_attack, count], ..]}, ..]
[[nodiscard]] Result<Json> fives_after(Sqlite& database, std::int64_t mark);

/// Bars of each server, oldest first. @param last start of the last bar
[[nodiscard]] Result<Json> bars_json(Sqlite& database, std::int64_t last);

}  // namespace hive
