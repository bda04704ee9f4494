// daemons/ban/date_bounds.cc - as fail2ban's datetemplate.py decides, with the same expressions.
#include "daemons/ban/date_bounds.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace hive {
namespace {

enum Question : std::size_t {
    flags,
    has_group,
    has_start,
    has_end,
    starts_line,
    ends_line,
    stars_first,
    stars_last,
};

constexpr std::array<std::string_view, 8> expressions {{
    R"(\(\?[a-z]+\))",
    R"((?<!(?:\(\?))(?<!\\)\((?!\?))",
    R"(^\(*(?:\(\?\w+\))?(?:\^|\(*\*\*|\((?:\?:)?\^))",
    R"((?<!\\)(?:\$\)?|\\b|\\s|\*\*\)*)$)",
    R"(^(?:\(\?\w+\))?(?:\^|\((?:\?:)?\^(?!\|)))",
    R"((?<![\\\|])(?:\$\)?)$)",
    R"(^\(*(?:\(\?\w+\))?\(*\*\*)",
    R"((?<!\\)\*\*\)*$)",
}};

}  // namespace

DateBounds DateBounds::create()
{
    DateBounds bounds;
    for (const auto expression : expressions) {
        auto pattern = Pattern::compile(expression);
        assert(pattern);  // a constant
        bounds.patterns_.push_back(*std::move(pattern));
    }
    return bounds;
}

bool DateBounds::finds(Pattern& pattern, const std::string& text)
{
    return pattern.search(Subject {text}) == Pattern::Outcome::match;
}

/// Takes "(?iu)" out, wherever it is.
std::string DateBounds::cut_flags(std::string& regex)
{
    auto& pattern = patterns_[Question::flags];
    if (!finds(pattern, regex))
        return {};
    const auto begin = pattern.begin();
    const auto length = pattern.end() - begin;
    auto cut = regex.substr(begin, length);
    regex.erase(begin, length);
    return cut;
}

void DateBounds::add_group(std::string& regex)
{
    if (finds(patterns_[Question::has_group], regex))
        return;
    const std::size_t end = regex.ends_with('$') ? regex.size() - 1 : regex.size();
    const auto begin = std::min<std::size_t>(regex.starts_with('^') ? 1 : 0, end);
    regex.insert(end, ")");
    regex.insert(begin, "(");
}

/// "**" at an end says: no bound here.
std::string DateBounds::without_stars(std::string text)
{
    for (const auto place : {Question::stars_first, Question::stars_last})
        if (finds(patterns_[place], text))
            text.erase(text.find("**", patterns_[place].begin()), 2);
    return text;
}

void DateBounds::apply(DatePattern& date, std::string regex, Start start, End end)
{
    const auto cut = cut_flags(regex);
    const bool begins = start != Start::free && !finds(patterns_[Question::has_start], regex);
    const bool ends = end == End::word && !finds(patterns_[Question::has_end], regex);
    add_group(regex);
    if (begins && start == Start::word)
        regex.insert(0, R"((?=^|\b|\W))");
    if (begins && start == Start::line) {
        regex.insert(0, R"(^(?:\W{0,2})?)");
        if (!date.name.starts_with(line_begin))
            date.name.insert(0, line_begin);
    }
    if (ends)
        regex += R"((?=\b|\W|$))";
    date.starts_line
        = (begins && start == Start::line) || finds(patterns_[Question::starts_line], regex);
    date.ends_line = finds(patterns_[Question::ends_line], regex);
    date.regex = cut + without_stars(std::move(regex));
}

}  // namespace hive
