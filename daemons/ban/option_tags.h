// daemons/ban/option_tags.h - <name> within an option's value stands for another option.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "daemons/ban/filter_ini.h"
#include "lib/result.h"

namespace hive {

/// Gives what <name> stands for beyond the options at hand: nothing when it is no option.
using TagLookup = std::function<Result<std::optional<std::string>>(const std::string& name)>;

/// Fills in <name>, <section/name> and <mode-<kind>> in all values, as deep as they go. What
/// names nothing stays, and so do options with a condition ("x?family=inet6") and their names.
/// Pure but for `lookup`. Source: fail2ban 1.0, substituteRecursiveTags.
/// @return an error for a value that refers to itself
[[nodiscard]] Result<OptionValues> fill_in_tags(OptionValues values, const TagLookup& lookup);

}  // namespace hive
