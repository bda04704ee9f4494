// daemons/ban/line_time.h - finds the date in a log line and says which moment it means.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "daemons/ban/ledger.h"

namespace hive {

/// The date in a line, taken apart. The forms known, with or without parts of a second:
///   2026-05-29 15:45:01   2026-05-29T15:45:01+10:00   2026-05-29T05:45:01Z     ISO 8601
///   2026/05/29 15:45:01                                                        nginx's error log
///   29/May/2026:15:45:01 +1000                                                 access logs
///   May 29 15:45:01   Fri May 29 15:45:01 2026                                 syslog, Apache
struct LineDate {
    std::size_t begin = 0;  // where its text starts in the line
    std::size_t length = 0;
    int year = 0;  // 0: the line names none
    int month = 0;  // 1-12
    int day = 0;  // 1-31
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::optional<std::chrono::minutes> offset;  // east of Greenwich; none: local time
};

/// The first date in the first 512 bytes of a line.
[[nodiscard]] std::optional<LineDate> find_line_date(std::string_view line);

/// A date without a year is the last such day before tomorrow. Local time is that of the
/// process (TZ).
[[nodiscard]] WallTime to_time(const LineDate& date, WallTime now);

}  // namespace hive
