#include "lib/csv_line.h"

namespace hive {
namespace {

/// Takes one column off the front, and the comma behind it. @return whether there was a comma
bool take_column(std::string_view& rest, std::string& column)
{
    bool is_quoted = rest.starts_with('"');
    std::size_t at = is_quoted ? 1 : 0;
    for (; at < rest.size(); ++at) {
        if (!is_quoted && rest[at] == ',')
            break;
        if (is_quoted && rest[at] == '"') {
            is_quoted = at + 1 < rest.size() && rest[at + 1] == '"';
            if (!is_quoted)
                continue;
            ++at;
        }
        column += rest[at];
    }
    const bool has_comma = at < rest.size();
    rest.remove_prefix(has_comma ? at + 1 : rest.size());
    return has_comma;
}

}  // namespace

std::vector<std::string> split_csv_line(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    std::vector<std::string> columns;
    do
        columns.emplace_back();
    while (take_column(line, columns.back()));
    return columns;
}

std::string csv_quoted(std::string_view value)
{
    if (value.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string {value};
    std::string text {'"'};
    for (const char c : value) {
        if (c == '"')
            text += '"';
        text += c;
    }
    return text + '"';
}

}  // namespace hive
