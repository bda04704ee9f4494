// supervisor/portal/quantity.h - times, spans and amounts as a person reads them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hive {

using WallTime = std::chrono::system_clock::time_point;
using WallSeconds = std::chrono::duration<double>;

/// @param epoch seconds since 1970, as JSON carries them; clamped to 1970-2255
[[nodiscard]] WallTime wall_time(double epoch);
[[nodiscard]] double epoch_seconds(WallTime time);
/// The same to the millisecond: "1764522000.250".
[[nodiscard]] std::string epoch_text(WallTime time);

/// The two largest units of a span: "41 d 3 h", "12 min 5 s", "3.2 s"; "0 s" when negative.
/// web/portal/span.ts says spans the same way.
[[nodiscard]] std::string span_text(WallSeconds span);
/// Local time of day, "15:45:12".
[[nodiscard]] std::string clock_text(WallTime time);
/// Local day and time, "29 May 15:45:12"; only the time of day when it is the day of `now`.
[[nodiscard]] std::string moment_text(WallTime time, WallTime now);
/// Name of the local zone at that time, "AEST".
[[nodiscard]] std::string zone_text(WallTime time);

/// One decimal: "14.8". Below 0.05 it is "0.0".
[[nodiscard]] std::string decimal_text(double value);
/// MB of 1000 kB with one decimal: "31.2".
[[nodiscard]] std::string megabytes_text(std::int64_t kilobytes);
/// Milliseconds: "0.3", from 100 on without decimals; "–" for nothing.
[[nodiscard]] std::string milliseconds_text(std::optional<double> milliseconds);

}  // namespace hive
