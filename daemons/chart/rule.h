// daemons/chart/rule.h - an alert rule: what it watches, when, and whom it tells (pure, fuzzed).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

constexpr std::size_t most_rules = 500;

struct Rule {
    enum class Kind {
        threshold,  // a value outside above/below
        rate,  // a value that changes faster than per_hour
        missing,  // no value for missing_seconds
        swarm,  // signs of a swarm (swarm.h)
    };
    std::int64_t id = 0;  // 0 = not stored yet
    std::optional<std::int64_t> apiary;  // none: all of them
    std::string name;
    Kind kind = Kind::threshold;
    std::string series = "internal";
    std::optional<double> above, below;
    std::optional<double> per_hour;  // positive: rises, negative: falls at least as fast
    std::int64_t for_seconds = 0;  // how long the value must be outside before it counts
    std::int64_t missing_seconds = 0;
    std::optional<std::array<int, 2>> hours;  // local; from the first up to, but not, the second
    std::vector<int> months;  // 1-12, local; empty: all
    std::vector<std::string> to;  // destinations in supervisor.ini; empty: its usual ones
    bool is_enabled = true;
    std::string by;  // who wrote it last
    std::int64_t changed = 0;  // when, epoch seconds
};

/// The body of a request, and of a row in site.db. @return an error that begins with the
/// member's name
[[nodiscard]] Result<Rule> parse_rule(std::string_view body);
/// What parse_rule() reads.
[[nodiscard]] Json rule_body(const Rule& rule);
/// The same with id, by and changed.
[[nodiscard]] Json rule_json(const Rule& rule);

/// Whether the rule is on at this time of the apiary. @param hour 0-23 @param month 1-12
[[nodiscard]] bool is_active(const Rule& rule, int hour, int month);

}  // namespace hive
