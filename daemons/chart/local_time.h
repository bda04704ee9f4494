// daemons/chart/local_time.h - times as people at an apiary read them; hides the date library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hive {

struct LocalTime {
    int month;  // 1-12
    int hour;  // 0-23
    std::string text;  // "2026-06-01 14:05"
};

/// @param time epoch seconds, of the years 1 to 9999
/// @param zone IANA name, "Australia/Melbourne"
/// @return nothing when the system knows no such zone
[[nodiscard]] std::optional<LocalTime> local_time(std::int64_t time, const std::string& zone);
/// "2021-12-20T11:33:20Z".
[[nodiscard]] std::string utc_text(std::int64_t time);
/// In UTC when the zone is unknown.
[[nodiscard]] LocalTime local_time_or_utc(std::int64_t time, const std::string& zone);

}  // namespace hive
