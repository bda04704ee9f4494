#include "daemons/chart/local_time.h"

#include <chrono>
#include <stdexcept>

#include <date/tz.h>
#include <fmt/format.h>

#include "lib/log.h"

namespace hive {
namespace {

LocalTime split(std::chrono::seconds since_epoch)
{
    const auto days = date::floor<date::days>(date::local_seconds {since_epoch});
    const date::year_month_day date {days};
    const date::hh_mm_ss clock {date::local_seconds {since_epoch} - days};
    return {.month = static_cast<int>(unsigned {date.month()}),
        .hour = static_cast<int>(clock.hours().count()),
        .text
        = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", int {date.year()}, unsigned {date.month()},
            unsigned {date.day()}, clock.hours().count(), clock.minutes().count())};
}

}  // namespace

std::optional<LocalTime> local_time(std::int64_t time, const std::string& zone)
{
    const date::sys_seconds moment {std::chrono::seconds {time}};
    // The library throws for a zone that is not there: the one way to ask it.
    try {
        const auto local = date::locate_zone(zone)->to_local(moment);
        return split(local.time_since_epoch());
    } catch (const std::runtime_error& error) {
        log::debug("unknown zone {}", log::field("error", error.what()));
        return std::nullopt;
    }
}

std::string utc_text(std::int64_t time)
{
    auto text = split(std::chrono::seconds {time}).text;
    text.at(text.find(' ')) = 'T';
    return fmt::format("{}:{:02}Z", text, time % 60);
}

LocalTime local_time_or_utc(std::int64_t time, const std::string& zone)
{
    const auto local = local_time(time, zone);
    return local ? *local : split(std::chrono::seconds {time});
}

}  // namespace hive
