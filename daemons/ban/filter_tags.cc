#include "daemons/ban/filter_tags.h"

#include <algorithm>
#include <array>
#include <set>

namespace hive {
namespace {

// The forms of fail2ban's ipdns.py (IP_4_RE, IP_6_RE).
#define HIVE_IP4 R"((?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3}))"
#define HIVE_IP6 R"((?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)))"
constexpr std::string_view ip4 = HIVE_IP4;
constexpr std::string_view ip6 = HIVE_IP6;
constexpr std::string_view any_address = R"(\[?(?:)" HIVE_IP4 "|" HIVE_IP6 R"()\]?)";
constexpr std::string_view host
    = R"((?:\[?(?:)" HIVE_IP4 "|" HIVE_IP6 R"()\]?|(?P<dns>[\w\-.^_]*\w)))";
#undef HIVE_IP4
#undef HIVE_IP6

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> whole_tags {
    {{"HOST", host}, {"ADDR", any_address}, {"IP4", ip4}, {"IP6", ip6}}};

/// Tags that say what is banned in another way, or that join lines: not to be left out quietly.
constexpr std::array<std::string_view, 12> refused_tags {"SKIPLINES", "DNS", "CIDR", "SUBNET",
    "F-ID", "F-IP4", "F-IP6", "F-ADDR", "F-DNS", "F-CIDR", "F-SUBNET", "F-HOST"};

/// Groups that decide what a match means.
constexpr std::array<std::string_view, 3> kept_groups {"CONTENT", "NOFAIL", "MLFGAINED"};

bool is_tag_name(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::string opening(std::string_view name)
{
    if (std::ranges::find(kept_groups, name) == kept_groups.end())
        return "(?:";
    std::string group {name};
    std::ranges::transform(
        group, group.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return "(?P<" + group + ">";
}

class Expansion {
public:
    /// @param tag what stands between '<' and '>'
    /// @return what takes its place; the tag as it stands when it is none
    Result<std::string> replacement(std::string_view tag)
    {
        const bool is_closing = tag.starts_with('/');
        const auto name = tag.substr(is_closing ? 1 : 0);
        const auto bare = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
        if (std::ranges::find(refused_tags, bare) != refused_tags.end())
            return fail("the tag <{}> is not supported", tag);
        const auto* const known
            = std::ranges::find(whole_tags, tag, [](const auto& t) { return t.first; });
        if (known != whole_tags.end())
            return std::string {known->second};
        if (!name.starts_with("F-") || !is_tag_name(name))
            return fmt::format("<{}>", tag);
        if (!is_closing) {
            open_.emplace(name);
            return opening(name.substr(2));
        }
        return open_.contains(std::string {name}) ? ")" : fmt::format("<{}>", tag);
    }

private:
    std::set<std::string> open_;
};

}  // namespace

Result<std::string> expand_filter_tags(std::string_view expression)
{
    std::string expanded;
    Expansion expansion;
    while (!expression.empty()) {
        const auto begin = expression.find('<');
        expanded += expression.substr(0, begin);
        if (begin == std::string_view::npos)
            break;
        expression.remove_prefix(begin + 1);
        const auto end = expression.find_first_of("<>");
        if (end == std::string_view::npos || expression[end] == '<') {
            expanded += '<';
            continue;
        }
        expanded += TRY(expansion.replacement(expression.substr(0, end)));
        expression.remove_prefix(end + 1);
    }
    return expanded;
}

}  // namespace hive
