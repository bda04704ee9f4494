// daemons/chart/traffic_hour.h - the classes of the last hour, and how well they were told.
#pragma once

#include <cstdint>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// The classes of the last hour, and those that labels or feedback speak of: {"last": start of the
/// last minute, "classes": [{"name", "is_attack", "counts": by minute, "judged", "precision",
/// "recall"}], "labelled", "accuracy", "main_accuracy"}.
/// @param last_five start of the last five seconds there are
[[nodiscard]] Result<Json> hour_json(Sqlite& database, std::int64_t last_five);

}  // namespace hive
