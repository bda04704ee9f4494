// daemons/ban/line_buffer.cc - places in the joined text become places in the list of lines.
#include "daemons/ban/line_buffer.h"

#include <algorithm>

#include <fmt/format.h>

namespace hive {
namespace {

/// What <SKIPLINES> caught, line by line.
std::vector<std::string> skipped_lines(const Pattern& pattern)
{
    std::string text;
    for (int i = 0;; ++i) {
        const auto name = fmt::format("skiplines{}", i);
        if (!pattern.has_group(name))
            break;
        text += pattern.group(std::string_view {name}).value_or("");
    }
    std::vector<std::string> lines;
    std::string_view rest {text};
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

void move_skipped(const Pattern& pattern, MatchedLines& split)
{
    std::size_t from = 0;
    for (const auto& skipped : skipped_lines(pattern))
        for (std::size_t i = from; i < split.matched.size(); ++i)
            if (split.matched[i].undated() == skipped) {
                split.others.push_back(std::move(split.matched[i]));
                split.matched.erase(split.matched.begin() + static_cast<std::ptrdiff_t>(i));
                from = i;
                break;
            }
}

DatedLines part(const DatedLines& lines, std::size_t begin, std::size_t end)
{
    end = std::min(end, lines.size());
    begin = std::min(begin, end);
    return {lines.begin() + static_cast<std::ptrdiff_t>(begin),
        lines.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

void write_shown(const LineParts& line, std::string& shown)
{
    shown.append(line.before).append(line.after).append("\n");
}

std::string joined(const DatedLines& lines)
{
    std::string text;
    for (const auto& line : lines)
        write_shown({line.before, line.date, line.after}, text);
    return text.empty() ? "\n" : text;
}

std::vector<std::string> whole_lines(const DatedLines& lines)
{
    std::vector<std::string> texts;
    for (const auto& line : lines)
        texts.push_back(line.whole());
    return texts;
}

MatchedLines split_matched(const Pattern& pattern, std::string_view text, const DatedLines& lines)
{
    if (lines.size() <= 1)
        return {.matched = lines, .others = {}};
    const auto begin = text.substr(0, pattern.begin() + 1).rfind('\n');
    const auto end = text.find('\n', std::max<std::size_t>(pattern.end(), 1) - 1);
    const auto count = [&](std::size_t place) {
        const auto counted
            = text.substr(0, place == std::string_view::npos ? text.size() : place + 1);
        return static_cast<std::size_t>(std::ranges::count(counted, '\n'));
    };
    const auto first = begin == std::string_view::npos ? 0 : count(begin);
    const auto last = count(end);
    MatchedLines split {.matched = part(lines, first, last), .others = part(lines, 0, first)};
    move_skipped(pattern, split);
    std::ranges::move(part(lines, last, lines.size()), std::back_inserter(split.others));
    return split;
}

}  // namespace hive
