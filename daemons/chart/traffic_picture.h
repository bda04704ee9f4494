// daemons/chart/traffic_picture.h - what guard.db says of the traffic, as the page takes it.
//
// Counts are records (requests or flows). "attacks" are those of a class that is an attack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemons/chart/query.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// Servers that are told one by one, those with the most attacks, then the most traffic; the
/// others are told as one, "and N others".
constexpr std::size_t most_traffic_servers = 100;
constexpr int traffic_bars = 60;  // of 5 s each: the last five minutes
constexpr int traffic_minutes = 60;  // the last hour

/// Everything: "status" (guard_schema.h), "second" and "fives" as in a tick, "bars" of each server,
/// "hour" of each class with its quality, "clients", "decisions", "models", "drift", "safe".
[[nodiscard]] Result<Json> traffic_picture(Sqlite& database);

/// What a page has been told.
struct TrafficMark {
    std::string status;  // the text of the status row
    std::int64_t five = 0;  // start of the last five seconds
    std::string news;  // changes with clients, decisions and models
};

/// What is new since `mark`, which moves on. {"status": {..}, "second": {"t": .. | null,
/// "servers": [[name, traffic, attacks], ..]}, "fives": [{"t": .., "servers": [..],
/// "classes": [[name, is_attack, count], ..]}, ..]} and, when they changed, "clients", "decisions",
/// "actions".
/// @return nothing when hive-guard has written nothing since
[[nodiscard]] Result<std::optional<Json>> traffic_tick(Sqlite& database, TrafficMark& mark);

/// {"decisions": [..]}, newest first.
[[nodiscard]] Result<Json> traffic_decisions(Sqlite& database, const DecisionsQuery& query);

}  // namespace hive
