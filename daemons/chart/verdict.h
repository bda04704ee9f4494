// daemons/chart/verdict.h - whether what a rule watches for is so (pure).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "daemons/chart/rule.h"

namespace hive {

/// One value of a series.
struct Reading {
    std::int64_t time;  // epoch seconds
    double value;  // never NaN

    bool operator==(const Reading&) const = default;
};

struct Verdict {
    enum class Outlook {
        fire,
        quiet,
        unknown,  // neither for long enough, or nothing recent to judge by: all stays as it was
    };
    Outlook outlook;
    std::string why;  // "36.4 is above 36 for 20 min"
    std::optional<double> value;  // what was judged

    bool operator==(const Verdict&) const = default;
};

/// Values older than this are not judged: only a `missing` rule speaks of them.
constexpr std::int64_t recent_seconds = std::int64_t {6} * 3600;
/// Least time over which a rate is taken; for_seconds when that is longer.
constexpr std::int64_t rate_seconds = 3600;

/// How far back a rule looks, seconds.
[[nodiscard]] std::int64_t lookback(const Rule& rule);

/// For threshold, rate and missing.
/// @param readings in order of time, none later than `now`
/// @param last when there was a value at all
[[nodiscard]] Verdict judge(const Rule& rule, std::span<const Reading> readings,
    std::optional<std::int64_t> last, std::int64_t now);

/// "45 s", "20 min", "3.5 h", "2.1 days". @param seconds >= 0
[[nodiscard]] std::string duration_text(std::int64_t seconds);

}  // namespace hive
