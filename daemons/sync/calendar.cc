#include "daemons/sync/calendar.h"

#include <exception>

#include <date/tz.h>

namespace hive {
namespace {

/// Takes fixed pieces off the front of a text.
class Pieces {
public:
    explicit Pieces(std::string_view text) : rest_ {text} { }

    /// @param digits exactly as many
    std::optional<int> number(std::size_t digits)
    {
        if (rest_.size() < digits)
            return std::nullopt;
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9')
                return std::nullopt;
            value = 10 * value + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    bool skip(std::string_view any_of)
    {
        if (rest_.empty() || !any_of.contains(rest_.front()))
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_digits()
    {
        while (skip("0123456789")) { }
    }
    [[nodiscard]] bool is_empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> day_seconds(Pieces& pieces)
{
    const auto year = pieces.number(4);
    const bool has_month = year && pieces.skip("-");
    const auto month = has_month ? pieces.number(2) : std::nullopt;
    const bool has_day = month && pieces.skip("-");
    const auto day = has_day ? pieces.number(2) : std::nullopt;
    if (!day)
        return std::nullopt;
    const date::year_month_day found {date::year {*year},
        date::month {static_cast<unsigned>(*month)}, date::day {static_cast<unsigned>(*day)}};
    if (!found.ok())
        return std::nullopt;
    return std::int64_t {date::local_days {found}.time_since_epoch().count()} * 86400;
}

std::optional<std::int64_t> clock_seconds(Pieces& pieces)
{
    const auto hour = pieces.number(2);
    const auto minute = hour && pieces.skip(":") ? pieces.number(2) : std::nullopt;
    if (!minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    if (!pieces.skip(":"))
        return *hour * 3600 + *minute * 60;
    const auto second = pieces.number(2);
    if (!second || *second > 59)
        return std::nullopt;
    if (pieces.skip("."))
        pieces.skip_digits();
    return *hour * 3600 + *minute * 60 + *second;
}

}  // namespace

Result<CalendarZone> CalendarZone::find(const std::string& name)
{
    try {  // the library's way to say that there is none
        return CalendarZone {date::locate_zone(name)};
    } catch (const std::exception& error) {
        return fail("time zone {}: {}", name, error.what());
    }
}

std::int64_t CalendarZone::epoch(std::int64_t clock) const
{
    const date::local_seconds local {std::chrono::seconds {clock}};
    return zone_->to_sys(local, date::choose::earliest).time_since_epoch().count();
}

std::optional<std::int64_t> parse_calendar_time(std::string_view text)
{
    Pieces pieces {text};
    const auto day = day_seconds(pieces);
    if (!day || pieces.is_empty())
        return day;
    const auto clock = pieces.skip(" T") ? clock_seconds(pieces) : std::nullopt;
    return clock && pieces.is_empty() ? std::optional {*day + *clock} : std::nullopt;
}

}  // namespace hive
