#include "supervisor/core/listen_spec.h"

#include <algorithm>
#include <vector>

#include "lib/number.h"

namespace hive {
namespace {

std::vector<std::string> split_blanks(std::string_view text)
{
    std::vector<std::string> words;
    for (std::size_t start = 0;
        (start = text.find_first_not_of(" \t", start)) != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(" \t", start), text.size());
        words.emplace_back(text.substr(start, end - start));
        start = end;
    }
    return words;
}

Result<mode_t> parse_mode(const std::string& text)
{
    const auto mode = number_of<mode_t>(text, 8);
    if (!mode || *mode > 0777)
        return fail("'{}' is not a file mode such as 0660", text);
    return *mode;
}

}  // namespace

bool is_plain_name(std::string_view name)
{
    const auto is_allowed
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= 32 && name.front() >= 'a' && name.front() <= 'z'
        && std::ranges::all_of(name, is_allowed);
}

Result<ListenSpec> parse_listen_spec(std::string_view text)
{
    const auto words = split_blanks(text);
    if (words.size() < 2 || words.size() > 4)
        return fail("'{}' is not NAME ENDPOINT [MODE [GROUP]]", text);
    if (!is_plain_name(words[0]))
        return fail("'{}' is not a name of small letters, digits and '-'", words[0]);
    if (words[0] == "control")
        return fail("the socket 'control' is always there; it is not listed");
    ListenSpec spec {
        .name = words[0], .endpoint_text = words[1], .endpoint = TRY(parse_endpoint(words[1]))};
    if (words.size() > 2 && spec.endpoint.unix_path.empty())
        return fail("mode and group belong to Unix sockets only");
    if (words.size() > 2)
        spec.mode = TRY(parse_mode(words[2]));
    if (words.size() > 3)
        spec.group = words[3];
    return spec;
}

}  // namespace hive
