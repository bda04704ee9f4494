// supervisor/core/cron.h - times of day and week as crontab(5) writes them. Pure; fuzzed.
#pragma once

#include <bitset>
#include <ctime>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// "MINUTE HOUR DAY MONTH WEEKDAY"; each a '*', a number, a range 1-5, a list of these, with
/// steps "*/15", "8-18/2". Sunday is 0 and 7. When day and weekday are both given one of them
/// is enough, as in crontab(5).
struct CronSpec {
    std::string text;
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days;
    std::bitset<13> months;
    std::bitset<8> weekdays;
    bool is_any_day = true;
    bool is_any_weekday = true;
};

[[nodiscard]] Result<CronSpec> parse_cron(std::string_view text);

/// @param local the minute in question, local time
[[nodiscard]] bool is_due(const CronSpec& spec, const std::tm& local);

}  // namespace hive
