#include "tools/hivectl/ini_edit.h"

#include <vector>

#include <fmt/format.h>

#include "lib/trim.h"

namespace hive {
namespace {

/// Where an option is, or would be: numbers of lines.
struct Place {
    bool has_section = false;
    std::size_t behind = 0;  // the section's last option, or its header
    std::size_t first = 0;  // of the option's own lines
    std::size_t end = 0;  // behind them; 0: it is not set
};

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        lines.push_back(line);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return lines;
}

bool is_remark(std::string_view trimmed_line)
{
    return trimmed_line.empty() || trimmed_line.front() == ';' || trimmed_line.front() == '#';
}

bool is_continuation(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

std::string_view name_of(std::string_view line)
{
    return trimmed(line.substr(0, line.find('=')));
}

std::string_view value_of(std::string_view line)
{
    const auto equals = line.find('=');
    return equals == std::string_view::npos ? std::string_view {}
                                            : trimmed(line.substr(equals + 1));
}

Place find_place(
    const std::vector<std::string_view>& lines, std::string_view section, std::string_view option)
{
    const auto header = fmt::format("[{}]", section);
    Place place;
    bool is_inside = false;
    bool is_own = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto text = trimmed(lines[i]);
        if (is_remark(text))
            continue;
        if (text.starts_with('[')) {
            is_inside = text == header;
            is_own = false;
            place.has_section = place.has_section || is_inside;
        } else if (is_inside && !is_continuation(lines[i])) {
            is_own = name_of(text) == option;
            place.first = is_own ? i : place.first;
        }
        place.behind = is_inside ? i + 1 : place.behind;
        place.end = is_own ? i + 1 : place.end;
    }
    return place;
}

}  // namespace

std::optional<std::string> ini_value(
    std::string_view text, std::string_view section, std::string_view option)
{
    const auto lines = lines_of(text);
    const auto place = find_place(lines, section, option);
    if (place.end == 0)
        return std::nullopt;
    std::string value {value_of(lines[place.first])};
    for (auto i = place.first + 1; i < place.end; ++i)
        if (const auto more = trimmed(lines[i]); !is_remark(more))
            value += fmt::format("{}{}", value.empty() ? "" : " ", more);
    return value;
}

std::string with_ini_value(std::string_view text, std::string_view section, std::string_view option,
    std::string_view value)
{
    auto lines = lines_of(text);
    const auto place = find_place(lines, section, option);
    const auto line = fmt::format("{} = {}", option, value);
    const auto at = [&lines](std::size_t number) {
        return lines.begin() + static_cast<std::ptrdiff_t>(number);
    };
    const auto header = fmt::format("[{}]", section);
    if (place.end > 0) {
        lines.erase(at(place.first + 1), at(place.end));
        lines[place.first] = line;
    } else if (place.has_section) {
        lines.insert(at(place.behind), line);
    } else {
        if (!lines.empty())
            lines.emplace_back();
        lines.insert(lines.end(), {header, line});
    }
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace hive
