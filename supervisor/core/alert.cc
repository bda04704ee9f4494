#include "supervisor/core/alert.h"

#include <algorithm>

#include <fnmatch.h>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t line_limit = 200;
constexpr std::size_t text_limit = 8192;
constexpr std::size_t destination_limit = 16;

constexpr std::array<std::string_view, 3> severities {"info", "warning", "critical"};
constexpr std::array<std::string_view, 3> events {"fired", "recovered", "info"};
constexpr std::array<std::string_view, 5> occasions {
    "fired", "reminder", "recovered", "info", "test"};

template <class Enum, std::size_t Count>
Result<Enum> find_name(const std::array<std::string_view, Count>& names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return fail("'{}' is none of {}", name, fmt::join(names, "|"));
    return static_cast<Enum>(found - names.begin());
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// At most `limit` bytes, not ending within a character of UTF-8.
std::string cut(std::string text, std::size_t limit)
{
    if (text.size() <= limit)
        return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80)
        --limit;
    text.resize(limit);
    return text;
}

std::string one_line(std::string text)
{
    std::ranges::replace_if(text, is_control, ' ');
    return cut(std::move(text), line_limit);
}

std::string lines(std::string text)
{
    std::ranges::replace_if(text, [](char c) { return is_control(c) && c != '\n'; }, ' ');
    return cut(std::move(text), text_limit);
}

Result<std::vector<std::string>> destinations_in(const Json& arguments)
{
    std::vector<std::string> names;
    const auto found = arguments.find("to");
    if (found == arguments.end() || found->is_null())
        return names;
    if (!found->is_array() || found->size() > destination_limit)
        return fail("'to' is not a list of at most {} names", destination_limit);
    for (const auto& name : *found) {
        if (!name.is_string())
            return fail("'to' holds something that is no name");
        names.push_back(name.get<std::string>());
    }
    return names;
}

}  // namespace

std::string_view name_of(Severity severity)
{
    return severities.at(static_cast<std::size_t>(std::to_underlying(severity)));
}

std::string_view name_of(AlertEvent event)
{
    return events.at(static_cast<std::size_t>(std::to_underlying(event)));
}

std::string_view name_of(Occasion occasion)
{
    return occasions.at(static_cast<std::size_t>(std::to_underlying(occasion)));
}

Result<Severity> parse_severity(std::string_view name)
{
    return find_name<Severity>(severities, name);
}

Result<Occasion> parse_occasion(std::string_view name)
{
    return find_name<Occasion>(occasions, name);
}

Result<AlertReport> parse_alert_report(const Json& arguments)
{
    AlertReport report {.key = one_line(text_at(arguments, "key")),
        .event = TRY(find_name<AlertEvent>(events, text_at(arguments, "event", "fired"))),
        .severity = TRY(parse_severity(text_at(arguments, "severity", "warning"))),
        .source = one_line(text_at(arguments, "source")),
        .subject = one_line(text_at(arguments, "subject")),
        .text = lines(text_at(arguments, "text")),
        .to = TRY(destinations_in(arguments))};
    if (report.key.empty())
        return fail("an alert needs a key");
    if (report.subject.empty() && report.event != AlertEvent::recovered)
        return fail("an alert needs a subject");
    return report;
}

bool matches(const std::string& glob, const std::string& text)
{
    return ::fnmatch(glob.c_str(), text.c_str(), 0) == 0;
}

}  // namespace hive
