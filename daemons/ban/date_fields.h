// daemons/ban/date_fields.h - the parts of a date as a line gives them, and the moment they mean.
#pragma once

#include <chrono>
#include <ctime>
#include <optional>
#include <string_view>

#include "daemons/ban/wall_time.h"

namespace hive {

/// What became of the text of a date.
struct DateReading {
    enum class Kind {
        moment,
        impossible,  // 30 February, 24:00:61: the line counts as one without a date
        unreadable,  // a zone nobody knows, a month without its day: the line is dropped
    };
    Kind kind = Kind::unreadable;
    LogTime time {};
};

/// Turns local dates into moments; remembers the last minute, as a log stays within it.
class LocalTime {
public:
    /// @param moment seconds since 1970 as if the date were UTC
    LogTime at(std::chrono::sys_seconds moment);
    /// The date in local time, as if it were UTC.
    std::chrono::sys_seconds date_at(WallTime now);

private:
    std::chrono::sys_seconds minute_ {std::chrono::seconds {-1}};
    LogTime minute_time_;
    std::time_t now_ = -1;
    std::chrono::sys_seconds now_date_;
};

/// What a pattern found, field by field.
struct DateFields {
    std::optional<int> year;
    std::optional<int> month;  // 1-12
    std::optional<int> day;  // 1-31
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::optional<int> weekday;  // 0 Monday - 6 Sunday
    std::optional<int> year_day;  // 1-366
    std::optional<int> week;  // of the year
    bool week_starts_monday = true;
    std::optional<std::chrono::minutes> offset;  // east of Greenwich
    bool is_twelve_hours = false;  // `hour` is %I
    std::string_view half_day;  // "am", "pm" in any case, or ""
    DateReading::Kind trouble = DateReading::Kind::moment;

    /// @param field a letter of strptime(3)
    void set(char field, std::string_view value);

    /// A date without a year is of this year or, when that is more than a day ahead, of the
    /// last; one without a day is of today or, when ahead, of yesterday.
    /// @param zone of dates that name none; none: local time
    [[nodiscard]] DateReading moment(
        WallTime now, std::optional<std::chrono::minutes> zone, LocalTime& local) const;

private:
    void set_zone(std::string_view value);
    void set_number(char field, int value);
    [[nodiscard]] std::optional<std::chrono::year_month_day> named_day(
        std::chrono::year_month_day today) const;
};

}  // namespace hive
