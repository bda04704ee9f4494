// daemons/ban/date_pattern.cc - fields filled in, then the bounds fail2ban puts around a date.
#include "daemons/ban/date_pattern.h"

#include <algorithm>
#include <array>

#include "daemons/ban/date_bounds.h"

namespace hive {
namespace {

struct Field {
    std::string_view token;  // behind the '%'
    std::string_view name;
    std::string_view regex;
};

/// Longer tokens first. %ExY is not here: it depends on the year.
constexpr std::array<Field, 36> fields {{
    {"ExZ", "ExZone name", "(?P<Z>[A-Z](?:[A-Z]{2,4})?)"},
    {"Exz", "ExZone offset",
        R"((?P<z>(?:[A-Z](?:[A-Z]{2,4})?)?[+-][01]\d(?::?\d{2})?|[A-Z](?:[A-Z]{2,4})?))"},
    {"Exd", "ExDay", R"((?P<d>[1-2]\d|0[1-9]|3[0-1]))"},
    {"Exm", "ExMonth", "(?P<m>0[1-9]|1[0-2])"},
    {"ExH", "Ex24hour", R"((?P<H>[0-1]\d|2[0-3]))"},
    {"Exk", "%Exk", R"( ?(?P<H>[0-1]?\d|2[0-3]))"},
    {"Exl", "%Exl", R"( ?(?P<I>1[0-2]|\d))"},
    {"ExM", "ExMinute", R"((?P<M>[0-5]\d))"},
    {"ExS", "ExSecond", R"((?P<S>[0-5]\d|6[0-1]))"},
    {"Exy", "ExYear2", R"((?P<y>\d{2}))"},
    {"d", "Day", R"((?P<d>[1-2]\d|[0 ]?[1-9]|3[0-1]))"},
    {"f", "Microseconds", "(?P<f>[0-9]{1,6})"},
    {"H", "24hour", R"((?P<H>[0-1]?\d|2[0-3]))"},
    {"I", "12hour", "(?P<I>1[0-2]|0[1-9]|[1-9])"},
    {"G", "%G", R"((?P<G>\d\d\d\d))"},
    {"j", "Yearday", R"((?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]))"},
    {"m", "Month", "(?P<m>0?[1-9]|1[0-2])"},
    {"M", "Minute", R"((?P<M>[0-5]?\d))"},
    {"S", "Second", R"((?P<S>[0-5]?\d|6[0-1]))"},
    {"U", "Yearweek", R"((?P<U>5[0-3]|[0-4]\d|\d))"},
    {"W", "Yearweek", R"((?P<W>5[0-3]|[0-4]\d|\d))"},
    {"w", "Weekday", "(?P<w>[0-6])"},
    {"u", "%u", "(?P<u>[1-7])"},
    {"V", "%V", R"((?P<V>5[0-3]|0[1-9]|[1-4]\d|\d))"},
    {"y", "Year2", R"((?P<y>\d\d))"},
    {"Y", "Year", R"((?P<Y>\d{4}))"},
    {"z", "Zone offset", R"((?P<z>Z|UTC|GMT|[+-][01]\d(?::?\d{2})?))"},
    {"Z", "Zone name", "(?P<Z>Z|[A-Z]{3,5})"},
    {"A", "DAYNAME", "(?P<A>wednesday|thursday|saturday|tuesday|monday|friday|sunday)"},
    {"a", "DAY", "(?P<a>mon|tue|wed|thu|fri|sat|sun)"},
    {"B", "MONTH",
        "(?P<B>september|february|november|december|january|october|august|march|april|june|"
        "july|may)"},
    {"b", "MON", "(?P<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"},
    {"p", "AMPM", "(?P<p>am|pm)"},
    {"k", "%k", R"( ?(?P<H>[0-2]?\d))"},
    {"l", "%l", R"( ?(?P<I>1?\d))"},
    {"%", "%", "%"},
}};

constexpr std::string_view epoch_digits = R"(\d{10,11}\b(?:\.\d{3,6})?)";
constexpr std::string_view long_epoch_digits = R"(\d{10,11}(?:\d{3}(?:\.\d{1,6}|\d{3})?)?)";

std::string upper(std::string_view text)
{
    std::string result {text};
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return result;
}

/// "(?P<Y>20[0-2]\d)" in words: each decade by itself.
std::string recent_years(int this_year)
{
    std::string decades;
    for (int decade = 200; decade <= (this_year + 3) / 10; ++decade)
        decades += fmt::format("{}{}", decades.empty() ? "" : "|", decade);
    return fmt::format("(?P<Y>(?:{})\\d)", decades);
}

DatePattern epoch_pattern(
    std::string_view pattern, DatePattern::Reading reading, DateBounds& bounds)
{
    const bool is_long = reading == DatePattern::Reading::long_epoch;
    const auto digits = is_long ? long_epoch_digits : epoch_digits;
    DatePattern date;
    date.name = is_long ? "LongEpoch" : "Epoch";
    date.reading = reading;
    if (!pattern.starts_with('^') && !pattern.starts_with(line_begin)) {
        bounds.apply(date,
            fmt::format(
                R"(((?:^|(?P<square>(?<=^\[))|(?P<selinux>(?<=\baudit\())){})(?:(?(selinux))"
                R"((?=:\d+\)))|(?(square)(?=\]))))",
                digits),
            DateBounds::Start::free, DateBounds::End::word);
        return date;
    }
    bounds.apply(date, fmt::format(R"(((?P<square>(?<=^\[))?{})(?(square)(?=\])))", digits),
        DateBounds::Start::line, DateBounds::End::word);
    return date;
}

/// A pattern that holds {EPOCH} or {LEPOCH}.
DatePattern embedded_epoch(
    std::string_view pattern, DatePattern::Reading reading, DateBounds& bounds)
{
    const bool is_long = reading == DatePattern::Reading::long_epoch;
    DatePattern date;
    date.name = pattern;
    date.reading = reading;
    date.epoch_group = 2;
    std::string regex {pattern};
    const auto digits = fmt::format("({})", is_long ? long_epoch_digits : epoch_digits);
    for (const std::string_view tag : {"{EPOCH}", "{LEPOCH}"})
        for (auto place = upper(regex).find(tag); place != std::string::npos;
            place = upper(regex).find(tag))
            regex.replace(place, tag.size(), digits);
    bounds.apply(date, "(" + regex + ")", DateBounds::Start::word, DateBounds::End::word);
    return date;
}

struct FilledIn {
    std::string name;
    std::string regex;
    bool has_names = false;  // of days, months or halves of the day: case does not matter
};

Result<FilledIn> fill_in(std::string_view pattern, int this_year)
{
    FilledIn filled;
    while (!pattern.empty()) {
        const auto percent = std::min(pattern.find('%'), pattern.size());
        filled.name += pattern.substr(0, percent);
        filled.regex += pattern.substr(0, percent);
        pattern.remove_prefix(percent);
        if (pattern.empty())
            break;
        const auto rest = pattern.substr(1);
        if (rest.starts_with("ExY")) {
            filled.name += "ExYear";
            filled.regex += recent_years(this_year);
            pattern.remove_prefix(4);
            continue;
        }
        const auto* const field = std::ranges::find_if(
            fields, [&](const Field& each) { return rest.starts_with(each.token); });
        if (field == fields.end())
            return fail("a '%' that begins no field: '%{}'", rest.substr(0, 1));
        filled.name += field->name;
        filled.regex += field->regex;
        filled.has_names = filled.has_names || std::string_view {"aAbBp"}.contains(field->token[0]);
        pattern.remove_prefix(1 + field->token.size());
    }
    return filled;
}

Result<DatePattern> field_pattern(std::string_view pattern, int this_year, DateBounds& bounds)
{
    DatePattern date;
    date.source = pattern;
    auto start = DateBounds::Start::word;
    auto end = DateBounds::End::word;
    if (pattern.starts_with("{UNB}")) {
        pattern.remove_prefix(5);
        start = DateBounds::Start::free;
        end = DateBounds::End::free;
    } else if (pattern.starts_with(line_begin)) {
        pattern.remove_prefix(line_begin.size());
        start = DateBounds::Start::line;
    }
    auto filled = TRY(fill_in(pattern, this_year));
    date.name = std::move(filled.name);
    bounds.apply(date, (filled.has_names ? "(?iu)" : "") + std::move(filled.regex), start, end);
    return date;
}

std::string_view without_line_begin(std::string_view pattern)
{
    if (pattern.starts_with(line_begin))
        return pattern.substr(line_begin.size());
    return pattern.substr(pattern.starts_with('^') ? 1 : 0);
}

}  // namespace

Result<DatePattern> parse_date_pattern(std::string_view pattern, int this_year, DateBounds& bounds)
{
    using Reading = DatePattern::Reading;
    const auto key = pattern.contains('%') ? std::string {pattern} : upper(pattern);
    const auto bare = without_line_begin(key);
    const auto any_case = upper(pattern);
    if (any_case.contains("{EPOCH}") || any_case.contains("{LEPOCH}"))
        return embedded_epoch(
            pattern, key.contains("LEPOCH") ? Reading::long_epoch : Reading::epoch, bounds);
    if (bare == "EPOCH" || bare == "LEPOCH")
        return epoch_pattern(key, bare == "EPOCH" ? Reading::epoch : Reading::long_epoch, bounds);
    if (bare != "TAI64N")
        return field_pattern(pattern, this_year, bounds);
    DatePattern date;
    date.name = "TAI64N";
    date.reading = Reading::tai64n;
    bounds.apply(date, "@[0-9a-f]{24}",
        bare == key ? DateBounds::Start::free : DateBounds::Start::line, DateBounds::End::word);
    return date;
}

}  // namespace hive
