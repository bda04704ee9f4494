// daemons/ban/jail_values.h - values as jail.conf writes them: times, switches, lists of actions.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// "600", "10m", "1h 30m", "1d12h", "2 weeks", "1year-6mo", "5*60", "-1": a sum of terms, each
/// a number with or without a unit, or numbers multiplied. A month is 30.4375 days, a year
/// 365.25. Rounded down. Pure. Source: jail.conf(5), "TIME ABBREVIATION FORMAT".
[[nodiscard]] Result<std::chrono::seconds> parse_span(std::string_view text);

/// "1", "2.0 / 2.885385": numbers multiplied and divided. Pure.
[[nodiscard]] Result<double> parse_factor(std::string_view text);

/// "true", "yes", "on", "1" in any case; anything else is false, as in fail2ban.
[[nodiscard]] bool parse_switch(std::string_view text);

/// Words between blanks, commas and line ends.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

/// The actions of an `action` value, each with its brackets: they may go on over lines.
[[nodiscard]] std::vector<std::string> split_actions(std::string_view text);

}  // namespace hive
