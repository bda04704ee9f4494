#include "daemons/guard/source.h"

#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds largest_error {60};

}  // namespace

EventTime event_clock_now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

double now_in_seconds()
{
    return seconds_of(event_clock_now());
}

void Source::refuse(std::string_view why)
{
    ++counts_.refused;
    const auto now = steady_clock::now();
    if (now < next_refusal_)
        return;
    next_refusal_ = now + std::chrono::minutes {1};
    log::warning("refused {} {}", log::field("source", counts_.name), log::field("why", why));
}

EventTime Source::live_time(std::optional<EventTime> time, EventTime now)
{
    if (!time)
        return now;
    if (*time - now <= largest_error && now - *time <= largest_error)
        return *time;
    ++counts_.corrected;
    if (const auto moment = steady_clock::now(); moment >= next_warning_) {
        next_warning_ = moment + std::chrono::hours {24};
        log::warning(
            "corrected {} seconds_off={} reason=\"its times are wrong: they count as now\"",
            log::field("source", counts_.name), (*time - now) / std::chrono::seconds {1});
    }
    return now;
}

}  // namespace hive
