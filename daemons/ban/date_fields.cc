// daemons/ban/date_fields.cc - calendar arithmetic by <chrono>, local time by mktime(3).
#include "daemons/ban/date_fields.h"

#include <algorithm>
#include <array>
#include <string>

#include "daemons/ban/zone_names.h"
#include "lib/number.h"

namespace hive {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::array<std::string_view, 12> month_names {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names {
    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string lower(std::string_view text)
{
    std::string result {text};
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

template <std::size_t Count>
std::optional<int> index_of(const std::array<std::string_view, Count>& names, std::string_view name)
{
    const auto found = std::ranges::find(names, lower(name.substr(0, 3)));
    if (found == names.end())
        return std::nullopt;
    return static_cast<int>(found - names.begin());
}

/// Digits behind an optional blank.
std::optional<int> number(std::string_view text)
{
    if (text.starts_with(' '))
        text.remove_prefix(1);
    return number_of<int>(text);
}

/// The day of the year of a weekday in a week, as Python's strptime counts.
int day_of_week(int year, int week, int weekday, bool starts_monday)
{
    const std::chrono::weekday first {sys_days {std::chrono::year {year} / 1 / 1}};
    auto first_weekday = static_cast<int>(first.iso_encoding()) - 1;
    if (!starts_monday) {
        first_weekday = (first_weekday + 1) % 7;
        weekday = (weekday + 1) % 7;
    }
    if (week == 0)
        return 1 + weekday - first_weekday;
    return 1 + (7 - first_weekday) % 7 + 7 * (week - 1) + weekday;
}

std::chrono::year_month_day calendar_date(sys_seconds moment)
{
    return {std::chrono::floor<days>(moment)};
}

/// "12 AM" is midnight, "12 PM" noon.
int hour_of_day(int hour, std::string_view half)
{
    const auto text = lower(half);
    if (text.empty() || text == "am")
        return hour == 12 ? 0 : hour;
    return hour == 12 ? hour : hour + 12;
}

}  // namespace

LogTime LocalTime::at(sys_seconds moment)
{
    const auto minute = std::chrono::floor<minutes>(moment);
    if (minute != minute_) {
        const auto date = calendar_date(minute);
        const auto time = minute - std::chrono::floor<days>(minute);
        std::tm parts {};
        parts.tm_year = static_cast<int>(date.year()) - 1900;
        parts.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
        parts.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
        parts.tm_hour = static_cast<int>(time / hours {1});
        parts.tm_min = static_cast<int>(time % hours {1} / minutes {1});
        parts.tm_isdst = -1;  // let the zone's rules say
        minute_time_ = LogTime {seconds {std::mktime(&parts)}};
        minute_ = minute;
    }
    return minute_time_ + (moment - minute);
}

sys_seconds LocalTime::date_at(WallTime now)
{
    const auto second = std::chrono::system_clock::to_time_t(now);
    if (second == now_)
        return now_date_;
    std::tm parts {};
    ::localtime_r(&second, &parts);
    now_ = second;
    now_date_ = sys_seconds {seconds {second + parts.tm_gmtoff}};
    return now_date_;
}

void DateFields::set_zone(std::string_view value)
{
    const auto parsed = parse_zone(value);
    if (parsed.kind == ZoneOffset::Kind::known)
        offset = parsed.offset;
    else
        trouble = parsed.kind == ZoneOffset::Kind::malformed ? DateReading::Kind::impossible
                                                             : DateReading::Kind::unreadable;
}

void DateFields::set(char field, std::string_view value)
{
    switch (field) {
    case 'b':
    case 'B':
        if (const auto index = index_of(month_names, value))
            month = *index + 1;
        break;
    case 'a':
    case 'A': weekday = index_of(weekday_names, value); break;
    case 'p': half_day = value; break;
    case 'z':
    case 'Z': set_zone(value); break;
    default:
        if (const auto digits = number(value))
            set_number(field, *digits);
    }
}

void DateFields::set_number(char field, int value)
{
    switch (field) {
    case 'y': year = value <= 2000 ? value + 2000 : value; break;
    case 'Y': year = value; break;
    case 'm': month = value; break;
    case 'd': day = value; break;
    case 'I': is_twelve_hours = true; [[fallthrough]];
    case 'H': hour = value; break;
    case 'M': minute = value; break;
    case 'S': second = value; break;
    case 'w': weekday = (value + 6) % 7; break;
    case 'j': year_day = value; break;
    case 'U':
    case 'W':
        week = value;
        week_starts_monday = field == 'W';
        break;
    default: break;  // parts of a second, and fields that say nothing without others
    }
}

/// The day that the fields name, or today. Nothing when they name a part of one.
std::optional<std::chrono::year_month_day> DateFields::named_day(
    std::chrono::year_month_day today) const
{
    const int in_year = year.value_or(static_cast<int>(today.year()));
    if (month && day)
        return std::chrono::year {in_year} / *month / *day;
    auto count = year_day;
    if (!count && week && weekday)
        count = day_of_week(in_year, *week, *weekday, week_starts_monday);
    if (count)
        return sys_days {std::chrono::year {in_year} / 1 / 1} + days {*count - 1};
    if (!month && !day)
        return std::chrono::year {in_year} / today.month() / today.day();
    return std::nullopt;
}

DateReading DateFields::moment(WallTime now, std::optional<minutes> zone, LocalTime& local) const
{
    using Kind = DateReading::Kind;
    if (trouble != Kind::moment)
        return {.kind = trouble};
    const auto now_date = local.date_at(now);
    const auto date = named_day(calendar_date(now_date));
    if (!date)
        return {.kind = Kind::unreadable};
    const int of_day = is_twelve_hours ? hour_of_day(hour, half_day) : hour;
    // Python's years begin at 1.
    if (!date->ok() || int {date->year()} < 1 || of_day > 23 || minute > 59 || second > 59)
        return {.kind = Kind::impossible};
    auto result = sys_days {*date} + hours {of_day} + minutes {minute} + seconds {second};
    const auto east = offset ? offset : zone;
    if (east)
        result -= *east;
    const bool is_today = !month && !day && !year_day && !(week && weekday);
    if (is_today && result > now_date)
        result -= days {1};
    if (!year && result > now_date + days {1}) {
        const auto last = *date - std::chrono::years {1};
        if (!last.ok())
            return {.kind = Kind::impossible};
        result = sys_days {last} + (result - std::chrono::floor<days>(result));
    }
    return {.kind = Kind::moment, .time = east ? LogTime {result} : local.at(result)};
}

}  // namespace hive
