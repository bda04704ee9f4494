// daemons/ban/jail_action.h - which of fail2ban's actions mean something here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/jail_file.h"
#include "lib/result.h"

namespace hive {

/// The actions that an `action` value names, in order.
/// @return an error for one that runs commands nobody here knows
[[nodiscard]] Result<std::vector<JailAction>> parse_actions(std::string_view text);

/// One of the two formulas in jail.conf, however it is spaced; "" is the first.
/// @return an error for any other: they are Python programs
[[nodiscard]] Result<BanGrowth::Formula> parse_formula(std::string_view text);

}  // namespace hive
