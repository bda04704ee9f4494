#include "supervisor/core/cron.h"

#include <algorithm>
#include <optional>

#include "lib/number.h"

namespace hive {
namespace {

struct Bounds {
    int low;
    int high;
};

/// What stands before the first `mark`; that and the mark are taken off `text`.
std::string_view take(std::string_view& text, char mark)
{
    const auto word = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    return word;
}

/// "*", "5", "1-5", each with "/STEP".
template <std::size_t Size>
bool add_item(std::bitset<Size>& set, std::string_view item, Bounds bounds)
{
    const bool has_step = item.contains('/');
    const auto range = take(item, '/');
    const auto step = has_step ? number_within<int>(item, 1, bounds.high) : 1;
    auto first = std::optional {bounds.low};
    auto last = std::optional {bounds.high};
    if (range != "*") {
        auto rest = range;
        const bool is_range = rest.contains('-');
        first = number_within<int>(take(rest, '-'), bounds.low, bounds.high);
        if (is_range)
            last = number_within<int>(rest, bounds.low, bounds.high);
        else if (!has_step)
            last = first;
    }
    if (!step || !first || !last || *first > *last)
        return false;
    for (int value = *first; value <= *last; value += *step)
        set.set(static_cast<std::size_t>(value));
    return true;
}

template <std::size_t Size>
Result<> parse_field(std::bitset<Size>& set, std::string_view text, Bounds bounds)
{
    if (text.empty())
        return fail("a time has five fields: minute hour day month weekday");
    for (auto rest = text; !rest.empty();)
        if (const auto item = take(rest, ','); !add_item(set, item, bounds))
            return fail("'{}' is not within {}-{}", item, bounds.low, bounds.high);
    return {};
}

std::string_view next_field(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    const auto word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
}

}  // namespace

Result<CronSpec> parse_cron(std::string_view text)
{
    CronSpec spec {.text = std::string {text}};
    TRY(parse_field(spec.minutes, next_field(text), {0, 59}));
    TRY(parse_field(spec.hours, next_field(text), {0, 23}));
    const auto days = next_field(text);
    TRY(parse_field(spec.days, days, {1, 31}));
    TRY(parse_field(spec.months, next_field(text), {1, 12}));
    const auto weekdays = next_field(text);
    TRY(parse_field(spec.weekdays, weekdays, {0, 7}));
    if (!next_field(text).empty())
        return fail("a time has five fields: minute hour day month weekday");
    spec.is_any_day = days.starts_with('*');
    spec.is_any_weekday = weekdays.starts_with('*');
    if (spec.weekdays.test(7))
        spec.weekdays.set(0);
    return spec;
}

bool is_due(const CronSpec& spec, const std::tm& local)
{
    const auto has
        = [](const auto& set, int value) { return set.test(static_cast<std::size_t>(value)); };
    const bool is_day = has(spec.days, local.tm_mday);
    const bool is_weekday = has(spec.weekdays, local.tm_wday);
    const bool is_date
        = spec.is_any_day || spec.is_any_weekday ? is_day && is_weekday : is_day || is_weekday;
    return has(spec.minutes, local.tm_min) && has(spec.hours, local.tm_hour)
        && has(spec.months, local.tm_mon + 1) && is_date;
}

}  // namespace hive
