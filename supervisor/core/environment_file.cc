#include "supervisor/core/environment_file.h"

#include <algorithm>

#include "lib/trim.h"

namespace hive {
namespace {

bool is_variable_name(std::string_view name)
{
    const auto is_letter
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

Result<std::string> unquoted(std::string_view value)
{
    if (value.empty() || (value.front() != '"' && value.front() != '\''))
        return std::string {value};
    const char quote = value.front();
    std::string text;
    for (std::size_t i = 1; i < value.size(); ++i) {
        if (value[i] == quote) {
            if (i + 1 != value.size())
                return fail("text follows the closing quote");
            return text;
        }
        const bool is_escape = quote == '"' && value[i] == '\\';
        if (is_escape)
            ++i;
        if (i == value.size())
            break;
        text += value[i];
    }
    return fail("a quote is not closed");
}

Result<std::string> parse_variable(std::string_view line)
{
    const auto equals = line.find('=');
    const auto name = trimmed(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_variable_name(name))
        return fail("not NAME=VALUE");
    if (line.contains('\0'))
        return fail("holds a zero byte");
    return std::string {name} + '=' + TRY(unquoted(trimmed(line.substr(equals + 1))));
}

}  // namespace

Result<std::vector<std::string>> parse_environment_file(std::string_view text)
{
    std::vector<std::string> variables;
    for (int number = 1; !text.empty(); ++number) {
        const auto whole = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(whole.size() + 1, text.size()));
        const auto line = trimmed(whole);
        if (line.empty() || line.front() == '#' || line.front() == ';')
            continue;
        auto variable = parse_variable(line);
        if (!variable)
            return fail("line {}: {}", number, variable.error().message());
        variables.push_back(*std::move(variable));
    }
    return variables;
}

}  // namespace hive
