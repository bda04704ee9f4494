// supervisor/core/rule.h - what a check expects of a reading, and what follows. Pure; fuzzed.
//
//   METRIC OPERATOR VALUE [for N of M] [then ACTION]
//   cpu > 80% for 3 of 5 then restart      missing then start      sha256 changes
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/result.h"
#include "supervisor/core/command_line.h"

namespace hive {

/// What was measured of a thing at one time.
struct Reading {
    bool is_missing = false;  // not there, or it did not answer
    std::string status;  // a few words for people
    std::map<std::string, double> numbers;  // "cpu" (percent), "size" (bytes), "age" (seconds), …
    std::map<std::string, std::string> texts;  // "permission", "output", …
};

enum class RuleAction { alert, restart, start, stop, exec, unmonitor };
[[nodiscard]] std::string_view name_of(RuleAction action);

enum class Comparison {
    above,
    below,
    at_least,
    at_most,
    equal,
    different,
    contains,
    lacks,
    changes,
    missing
};

struct Rule {
    std::string text;  // as written
    std::string metric;
    Comparison comparison = Comparison::missing;
    double number = 0;
    std::string word;  // of a text, and of contains
    int needed = 1;  // matches
    int window = 1;  // among that many readings, at most 64
    RuleAction action = RuleAction::alert;
    Command command;  // of exec
};

/// Values may have a unit: 80%, 200k 10M 2G (powers of 1024), 90s 10m 2h 7d, 250ms.
[[nodiscard]] Result<Rule> parse_rule(std::string_view text);

/// @param before the reading before this one, null at first
/// @return nothing when the reading does not tell
[[nodiscard]] std::optional<bool> matches(
    const Rule& rule, const Reading& reading, const Reading* before);

/// Counts matches of one rule.
class RuleCounter {
public:
    enum class Change { none, raised, cleared };
    Change add(const Rule& rule, bool is_match);
    [[nodiscard]] bool is_raised() const { return is_raised_; }

private:
    std::uint64_t recent_ = 0;  // bit 0 is the newest
    bool is_raised_ = false;
};

}  // namespace hive
