// daemons/ban/failure.h - what a filter knows of a failed attempt.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/pattern.h"

namespace hive {

/// Group name -> what it caught; nothing when it took no part in the match.
using CaughtGroups = std::map<std::string, std::optional<std::string>, std::less<>>;

struct Failure {
    CaughtGroups groups;
    std::set<std::string> users;  // all that one connection tried
    std::vector<std::string> lines;  // that led to it
    std::vector<std::string> quiet_lines;  // of <F-NOFAIL>, not yet held against it
    bool is_pending = false;  // it failed, but its address is not known yet

    /// "" when the group caught nothing.
    [[nodiscard]] std::string_view text(std::string_view group) const;
    void erase(std::string_view group);
};

/// The groups of the last match, with those called alt_NAME, alt_NAME_1, … merged into NAME
/// where that caught nothing, and tuple_NAME, … joined to it as Python prints a tuple.
[[nodiscard]] CaughtGroups caught_groups(const Pattern& pattern);

}  // namespace hive
