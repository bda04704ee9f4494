#include "lib/users_text.h"

#include <algorithm>
#include <unordered_map>

#include "lib/password.h"

namespace hive {
namespace {

/// The lines of a text, each with its end.
std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::string_view without_end(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool is_line_of(std::string_view line, std::string_view name)
{
    return line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':';
}

Result<Credential> parse_credential(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return fail("no ':' between a name and a password");
    Credential credential {.name = std::string {line.substr(0, colon)},
        .password = std::string {line.substr(colon + 1)}};
    TRY(check_user_name(credential.name));
    if (credential.password.empty())
        return fail("password of user '{}' is empty", credential.name);
    return credential;
}

}  // namespace

bool has_user(std::string_view text, std::string_view name)
{
    return std::ranges::any_of(
        lines_of(text), [name](std::string_view line) { return is_line_of(line, name); });
}

std::string with_user(std::string_view text, std::string_view name, std::string_view hash)
{
    const auto line_of_user = fmt::format("{}:{}\n", name, hash);
    std::string changed;
    bool is_placed = false;
    for (const auto line : lines_of(text)) {
        if (!is_line_of(line, name))
            changed += line;
        else if (!std::exchange(is_placed, true))
            changed += line_of_user;
    }
    if (is_placed)
        return changed;
    if (!changed.empty() && !changed.ends_with('\n'))
        changed += '\n';
    return changed + line_of_user;
}

std::string without_user(std::string_view text, std::string_view name)
{
    std::string changed;
    for (const auto line : lines_of(text))
        if (!is_line_of(line, name))
            changed += line;
    return changed;
}

std::string with_member(std::string_view text, std::string_view group, std::string_view user)
{
    const auto groups = Groups::parse(text).of(user);
    if (std::ranges::find(groups, group) != groups.end())
        return std::string {text};
    std::string changed;
    bool is_placed = false;
    for (const auto line : lines_of(text)) {
        if (is_placed || !is_line_of(line, group)) {
            changed += line;
            continue;
        }
        changed += fmt::format("{} {}\n", without_end(line), user);
        is_placed = true;
    }
    if (is_placed)
        return changed;
    if (!changed.empty() && !changed.ends_with('\n'))
        changed += '\n';
    return changed + fmt::format("{}: {}\n", group, user);
}

PlainUsers PlainUsers::parse(std::string_view text, std::string_view path)
{
    PlainUsers users;
    std::unordered_map<std::string, int> seen;
    int number = 0;
    for (const auto whole_line : lines_of(text)) {
        const auto line = without_end(whole_line);
        const auto place = fmt::format("{}:{}", path, ++number);
        if (line.starts_with('#') || line.find_first_not_of(" \t") == std::string_view::npos)
            continue;
        auto credential = parse_credential(line);
        if (!credential) {
            users.mistakes.push_back(std::move(credential).error().within(place));
            continue;
        }
        const auto [first, is_new] = seen.emplace(credential->name, number);
        if (is_new)
            users.credentials.push_back(std::move(*credential));
        else
            users.mistakes.push_back(
                Error {fmt::format("user '{}' is in line {} already", first->first, first->second)}
                    .within(place));
    }
    return users;
}

}  // namespace hive
