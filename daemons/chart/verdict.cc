#include "daemons/chart/verdict.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

namespace hive {
namespace {

using Outlook = Verdict::Outlook;

/// Values that a rate needs at least.
constexpr std::ptrdiff_t least_values = 3;
constexpr double hour = 3600;

bool is_outside(const Rule& rule, double value)
{
    return (rule.above && value > *rule.above) || (rule.below && value < *rule.below);
}

std::string limit_text(const Rule& rule, double value)
{
    if (rule.above && value > *rule.above)
        return fmt::format("{:.6g} is above {:.6g}", value, *rule.above);
    if (rule.below && value < *rule.below)
        return fmt::format("{:.6g} is below {:.6g}", value, *rule.below);
    return fmt::format("{:.6g} is within the limits", value);
}

Verdict judge_threshold(const Rule& rule, std::span<const Reading> readings, std::int64_t now)
{
    const auto& newest = readings.back();
    const bool is_out = is_outside(rule, newest.value);
    auto run = readings.rbegin();
    while (run != readings.rend() && is_outside(rule, run->value) == is_out)
        ++run;
    const auto began = std::prev(run)->time;
    const bool is_whole = run == readings.rend();  // nothing else in sight
    const bool is_long = now - began >= rule.for_seconds;
    auto why = fmt::format("{} for {}", limit_text(rule, newest.value), duration_text(now - began));
    if (!is_long && (is_out || !is_whole))
        return {Outlook::unknown,
            fmt::format("{}, less than {}", why, duration_text(rule.for_seconds)), newest.value};
    return {is_out ? Outlook::fire : Outlook::quiet, std::move(why), newest.value};
}

/// Least squares. @param readings at least two different times
double slope_per_hour(std::span<const Reading> readings)
{
    const auto count = static_cast<double>(readings.size());
    double mean_time = 0;
    double mean_value = 0;
    for (const auto& [time, value] : readings) {
        mean_time += static_cast<double>(time - readings.front().time) / count;
        mean_value += value / count;
    }
    double covariance = 0;
    double variance = 0;
    for (const auto& [time, value] : readings) {
        const double away = static_cast<double>(time - readings.front().time) - mean_time;
        covariance += away * (value - mean_value);
        variance += away * away;
    }
    return covariance / variance * hour;
}

Verdict judge_rate(const Rule& rule, std::span<const Reading> readings)
{
    const auto span = std::max(rate_seconds, rule.for_seconds);
    const auto begin
        = std::ranges::lower_bound(readings, readings.back().time - span, {}, &Reading::time);
    const std::span window {begin, readings.end()};
    const auto covered = window.back().time - window.front().time;
    if (std::ssize(window) < least_values || covered < span / 2)
        return {Outlook::unknown,
            fmt::format(
                "{} values over {} are too few for a rate", window.size(), duration_text(covered)),
            std::nullopt};
    assert(rule.per_hour);  // parse_rule sees to it
    const double limit = *rule.per_hour;
    const double slope = slope_per_hour(window);
    const bool is_fast = limit > 0 ? slope >= limit : slope <= limit;
    return {is_fast ? Outlook::fire : Outlook::quiet,
        fmt::format("{:+.3g} per hour over {}, {} {:+.3g}", slope, duration_text(covered),
            is_fast ? "at least" : "not", limit),
        slope};
}

Verdict judge_missing(const Rule& rule, std::int64_t last, std::int64_t now)
{
    const auto silence = std::max<std::int64_t>(now - last, 0);
    const bool is_long = silence >= rule.missing_seconds;
    return {is_long ? Outlook::fire : Outlook::quiet,
        fmt::format("no value for {}", duration_text(silence)), static_cast<double>(silence)};
}

}  // namespace

std::int64_t lookback(const Rule& rule)
{
    return recent_seconds + std::max(rule.for_seconds, rate_seconds);
}

Verdict judge(const Rule& rule, std::span<const Reading> readings, std::optional<std::int64_t> last,
    std::int64_t now)
{
    assert(rule.kind != Rule::Kind::swarm);
    if (!last)
        return {Outlook::unknown, "there is no value yet", std::nullopt};
    if (rule.kind == Rule::Kind::missing)
        return judge_missing(rule, *last, now);
    if (readings.empty() || now - readings.back().time > recent_seconds)
        return {Outlook::unknown,
            fmt::format("the newest value is {} old",
                duration_text(std::max<std::int64_t>(now - *last, 0))),
            std::nullopt};
    return rule.kind == Rule::Kind::rate ? judge_rate(rule, readings)
                                         : judge_threshold(rule, readings, now);
}

std::string duration_text(std::int64_t seconds)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t day = 86'400;
    if (seconds < 2 * minute)
        return fmt::format("{} s", seconds);
    if (seconds < 120 * minute)
        return fmt::format("{} min", seconds / minute);
    if (seconds < 2 * day)
        return fmt::format("{:.1f} h", static_cast<double>(seconds) / hour);
    return fmt::format("{:.1f} days", static_cast<double>(seconds) / static_cast<double>(day));
}

}  // namespace hive
