// daemons/ban/date_pattern_list.cc - the lines of a datepattern, and fail2ban's default forms.
#include <algorithm>
#include <array>

#include "daemons/ban/date_bounds.h"
#include "daemons/ban/date_pattern.h"

namespace hive {
namespace {

/// The default forms, in the order fail2ban tries them.
constexpr std::array<std::string_view, 17> default_patterns {{
    R"(%ExY(?P<_sep>[-/.])%m(?P=_sep)%d(?:T|  ?)%H:%M:%S(?:[.,]%f)?(?:\s*%z)?)",
    R"((?:%a )?%b %d %k:%M:%S(?:\.%f)?(?: %ExY)?)",
    R"((?:%a )?%b %d %ExY %k:%M:%S(?:\.%f)?)",
    R"(%d(?P<_sep>[-/])%m(?P=_sep)(?:%ExY|%Exy) %k:%M:%S)",
    R"(%d(?P<_sep>[-/])%b(?P=_sep)%ExY[ :]?%H:%M:%S(?:\.%f)?(?: %z)?)",
    R"(%m/%d/%ExY:%H:%M:%S)",
    R"(%m-%d-%ExY %k:%M:%S(?:\.%f)?)",
    "EPOCH",
    R"({^LN-BEG}%H:%M:%S)",
    R"(^<%m/%d/%Exy@%H:%M:%S>)",
    R"(%Exy%Exm%Exd  ?%H:%M:%S)",
    R"(%b %d, %ExY %I:%M:%S %p)",
    R"(^%b-%d-%Exy %k:%M:%S)",
    R"(%ExY%Exm%Exd(?:T|  ?)%ExH%ExM%ExS(?:[.,]%f)?(?:\s*%z)?)",
    R"((?:%Z )?(?:%a )?%b %d %k:%M:%S(?:\.%f)?(?: %ExY)?)",
    R"((?:%z )?(?:%a )?%b %d %k:%M:%S(?:\.%f)?(?: %ExY)?)",
    "TAI64N",
}};

std::string upper(std::string_view text)
{
    std::string result {text};
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return result;
}

/// A form without its anchor at the line's start, to stand within another pattern.
std::string unbound(std::string_view text)
{
    for (const auto prefix : {std::string_view {"{UNB}"}, line_begin})
        if (text.starts_with(prefix))
            text.remove_prefix(prefix.size());
    return std::string {text};
}

std::string with_date(std::string_view pattern, std::string_view date)
{
    std::string result {pattern};
    for (auto place = upper(result).find("{DATE}"); place != std::string::npos;
        place = upper(result).find("{DATE}"))
        result.replace(place, 6, date);
    return result;
}

/// Collects patterns, each name once.
class PatternList {
public:
    explicit PatternList(int this_year) : this_year_ {this_year} { }

    Result<> add_line(std::string_view line)
    {
        const auto key = line.contains('%') ? std::string {line} : upper(line);
        if (key == "{DEFAULT}" || key == line_begin)
            return add_defaults(key == line_begin);
        if (key.contains("{DATE}"))
            return add_around(line);
        return add(TRY(parse(key == "{NONE}" ? "{UNB}^" : line)));
    }
    /// The anchored forms first: a date is best sought at the start of a line.
    Result<> add_defaults(bool only_anchored)
    {
        for (const auto pattern : default_patterns) {
            if (pattern.starts_with('^') || pattern.starts_with(line_begin))
                continue;
            auto anchored = TRY(parse(std::string {line_begin}.append(pattern)));
            anchored.weight = 100;
            add_new(std::move(anchored));
        }
        for (const auto pattern : default_patterns) {
            auto date = TRY(parse(pattern));
            if (!only_anchored || date.starts_line)
                add_new(std::move(date));
        }
        return {};
    }
    [[nodiscard]] std::vector<DatePattern> take() && { return std::move(patterns_); }

private:
    Result<DatePattern> parse(std::string_view pattern)
    {
        return parse_date_pattern(pattern, this_year_, bounds_);
    }
    /// Any default form in the place of {DATE}. The names of the two that are no patterns
    /// stand for themselves there, as in fail2ban.
    Result<> add_around(std::string_view line)
    {
        for (const auto pattern : default_patterns) {
            const auto name = pattern == "EPOCH" ? "Epoch" : pattern;
            add_new(TRY(parse(with_date(line, unbound(name)))));
        }
        return {};
    }
    [[nodiscard]] bool knows(const std::string& name) const
    {
        return std::ranges::find(patterns_, name, &DatePattern::name) != patterns_.end();
    }
    void add_new(DatePattern date)
    {
        if (!knows(date.name))
            patterns_.push_back(std::move(date));
    }
    Result<> add(DatePattern date)
    {
        if (knows(date.name))
            return fail("the datepattern '{}' is there twice", date.name);
        patterns_.push_back(std::move(date));
        return {};
    }

    int this_year_;
    DateBounds bounds_ = DateBounds::create();
    std::vector<DatePattern> patterns_;
};

}  // namespace

Result<std::vector<DatePattern>> parse_date_patterns(
    const std::vector<std::string>& lines, int this_year)
{
    PatternList list {this_year};
    if (lines.empty())
        TRY(list.add_defaults(false));
    for (const auto& line : lines)
        TRY(list.add_line(line));
    return std::move(list).take();
}

}  // namespace hive
