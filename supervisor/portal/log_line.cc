#include "supervisor/portal/log_line.h"

#include <array>
#include <optional>
#include <utility>

namespace hive {
namespace {

constexpr std::array<std::pair<std::string_view, LogLevel>, 5> levels {{
    {"DEBUG", LogLevel::debug},
    {"INFO", LogLevel::info},
    {"NOTICE", LogLevel::notice},
    {"WARNING", LogLevel::warning},
    {"ERROR", LogLevel::error},
}};

std::string_view level_word(LogLevel level)
{
    switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::notice: return "notice";
    case LogLevel::warning: return "warn";
    case LogLevel::error: return "error";
    }
    std::unreachable();
}

std::string_view level_class(LogLevel level)
{
    switch (level) {
    case LogLevel::debug:
    case LogLevel::info:
    case LogLevel::notice: return "";
    case LogLevel::warning: return "warn";
    case LogLevel::error: return "bad";
    }
    std::unreachable();
}

std::optional<LogLevel> parse_level(std::string_view word)
{
    for (const auto& [name, level] : levels)
        if (name == word)
            return level;
    return std::nullopt;
}

/// Takes "[WORD] " off the front. @return nothing when there is none
std::optional<std::string_view> take_bracket(std::string_view& rest)
{
    const auto end = rest.find("] ");
    if (!rest.starts_with('[') || end == std::string_view::npos)
        return std::nullopt;
    const auto word = rest.substr(1, end - 1);
    rest.remove_prefix(end + 2);
    return word;
}

bool is_stamp(std::string_view text)
{
    constexpr std::string_view shape = "0000-00-00 00:00:00,000 ";
    if (text.size() < shape.size())
        return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return true;
}

}  // namespace

LogLine parse_log_line(std::string_view line)
{
    constexpr std::size_t stamp_size = 24;
    constexpr std::size_t time_start = 11;
    constexpr std::size_t time_size = 12;
    if (!is_stamp(line))
        return {.text = line};
    std::string_view rest = line.substr(stamp_size);
    if (!take_bracket(rest))
        return {.text = line};
    const auto word = take_bracket(rest);
    const auto level = word ? parse_level(*word) : std::nullopt;
    if (!level)
        return {.text = line};
    return {.time = line.substr(time_start, time_size), .level = *level, .text = rest};
}

Html log_paragraph(std::string_view line, std::string_view service)
{
    const LogLine parts = parse_log_line(line);
    const Html name = service.empty() ? Html {} : html("<b>{}</b> ", service);
    if (parts.time.empty())
        return html("<p>{}{}</p>", name, parts.text);
    return html(R"(<p class="{}"><time>{}</time> {} {}{}</p>)", level_class(parts.level),
        parts.time, level_word(parts.level), name, parts.text);
}

}  // namespace hive
