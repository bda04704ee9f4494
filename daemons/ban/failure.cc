// daemons/ban/failure.cc - groups of a match, by name.
#include "daemons/ban/failure.h"

#include <algorithm>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::string_view alternative = "alt_";
constexpr std::string_view part = "tuple_";

/// "alt_user_1" -> "user"; "" when `name` does not start so.
std::string merged_name(std::string_view name, std::string_view prefix)
{
    if (!name.starts_with(prefix) || name.size() <= alternative.size())
        return {};
    name.remove_prefix(prefix.size());
    const auto last = name.find_last_not_of("0123456789");
    if (last != std::string_view::npos && last + 1 < name.size() && name[last] == '_')
        name = name.substr(0, last);
    if (name == "id" || name == "port")
        return "f" + std::string {name};
    return std::string {name};
}

std::string quoted(const std::optional<std::string>& value)
{
    return value ? fmt::format("'{}'", *value) : "None";
}

/// "('a', 'b')": as fail2ban shows it, so that what it banned is called the same here.
std::string joined(
    const CaughtGroups& groups, const std::string& name, const std::vector<std::string>& parts)
{
    const auto own = groups.find(name);
    auto text = "(" + (own == groups.end() ? "None" : quoted(own->second));
    for (const auto& each : parts)
        text += ", " + quoted(groups.at(each));
    return text + ")";
}

void merge_alternatives(CaughtGroups& groups, const Pattern::Groups& all)
{
    for (const auto& [name, numbers] : all) {
        const auto target = merged_name(name, alternative);
        const auto value = groups[name];
        if (target.empty() || !value || value->empty())
            continue;
        auto& merged = groups[target];
        if (!merged || merged->empty())
            merged = value;
    }
}

void join_parts(CaughtGroups& groups, const Pattern::Groups& all)
{
    std::map<std::string, std::vector<std::string>> parts;
    for (const auto& [name, numbers] : all)
        if (const auto target = merged_name(name, part); !target.empty())
            parts[target].push_back(name);
    for (const auto& [target, members] : parts)
        groups[target] = joined(groups, target, members);
}

}  // namespace

std::string_view Failure::text(std::string_view group) const
{
    const auto found = groups.find(group);
    if (found == groups.end())
        return {};
    const auto& caught = found->second;
    return caught ? std::string_view {*caught} : std::string_view {};
}

void Failure::erase(std::string_view group)
{
    if (const auto found = groups.find(group); found != groups.end())
        groups.erase(found);
}

CaughtGroups caught_groups(const Pattern& pattern)
{
    CaughtGroups groups;
    for (const auto& [name, numbers] : pattern.groups()) {
        const auto value = pattern.group(numbers);
        groups[name] = value ? std::optional {std::string {*value}} : std::nullopt;
    }
    merge_alternatives(groups, pattern.groups());
    join_parts(groups, pattern.groups());
    return groups;
}

}  // namespace hive
