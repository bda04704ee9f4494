// daemons/sync/calendar.h - dates and times of a clock in some zone -> epoch seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace date {
class time_zone;  // NOLINT(readability-identifier-naming): the library calls it so
}

namespace hive {

/// A zone of the system's database of time zones.
class CalendarZone {
public:
    static Result<CalendarZone> find(const std::string& name);

    /// @param clock seconds from 1970-01-01 00:00 on a clock of this zone; a time the clock showed
    ///              twice is the earlier one, one it never showed the moment it was set forward
    /// @return epoch seconds
    [[nodiscard]] std::int64_t epoch(std::int64_t clock) const;

private:
    explicit CalendarZone(const date::time_zone* zone) : zone_ {zone} { }
    const date::time_zone* zone_;  // of the database, which is never unloaded
};

/// "2024-06-01 13:45:10", with a T instead of the blank, with a fraction, which is dropped,
/// without seconds, or without a time. Pure.
/// @return seconds from 1970-01-01 00:00 on the same clock; nothing when it is no such text
[[nodiscard]] std::optional<std::int64_t> parse_calendar_time(std::string_view text);

}  // namespace hive
