// daemons/ban/filter_tags.cc - one pass over the expression, a tag at a time.
#include "daemons/ban/filter_tags.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace hive {
namespace {

// The forms fail2ban takes for addresses: what they let through is judged later.
#define HIVE_IP4 R"((?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3}))"
#define HIVE_IP6 R"((?P<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)))"
#define HIVE_DNS R"((?P<dns>[\w\-.^_]*\w))"
#define HIVE_CIDR R"((?P<cidr>\d+))"
#define HIVE_ADDRESS R"(\[?(?:)" HIVE_IP4 "|" HIVE_IP6 R"()\]?)"
#define HIVE_SUBNET R"(\[?(?:)" HIVE_IP4 "|" HIVE_IP6 R"()(?:/)" HIVE_CIDR R"()?\]?)"
constexpr std::string_view address = HIVE_ADDRESS;
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> whole_tags {{
    {"HOST", "(?:" HIVE_ADDRESS "|" HIVE_DNS ")"},
    {"ADDR", HIVE_ADDRESS},
    {"F-ADDR/", HIVE_ADDRESS},
    {"IP4", HIVE_IP4},
    {"F-IP4/", HIVE_IP4},
    {"IP6", HIVE_IP6},
    {"F-IP6/", HIVE_IP6},
    {"DNS", HIVE_DNS},
    {"F-DNS/", HIVE_DNS},
    {"CIDR", HIVE_CIDR},
    {"F-CIDR/", HIVE_CIDR},
    {"SUBNET", HIVE_SUBNET},
    {"F-SUBNET/", HIVE_SUBNET},
    {"F-ID/", R"((?P<fid>\S+))"},
    {"F-PORT/", R"((?P<fport>\w+))"},
}};
#undef HIVE_IP4
#undef HIVE_IP6
#undef HIVE_DNS
#undef HIVE_CIDR
#undef HIVE_ADDRESS
#undef HIVE_SUBNET

bool is_tag_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'
        || c == '_';
}

/// "F-USER" -> "user"; the names fail2ban keeps for itself get another one.
std::string group_name(std::string_view name)
{
    std::string group {name};
    std::ranges::transform(group, group.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return group == "id" || group == "port" ? "f" + group : group;
}

class Expansion {
public:
    explicit Expansion(UseDns use_dns) : use_dns_ {use_dns} { }

    /// @param tag what stands between '<' and '>'
    /// @return what takes its place; none when it is no tag
    std::optional<std::string> replacement(std::string_view tag)
    {
        if (tag == "SKIPLINES")
            return fmt::format(R"(\n(?P<skiplines{}>(?:(?:.*\n)*?)))", skips_++);
        if (tag == "HOST" && use_dns_ == UseDns::no)
            return std::string {address};
        const auto* const known
            = std::ranges::find(whole_tags, tag, [](const auto& t) { return t.first; });
        if (known != whole_tags.end())
            return std::string {known->second};
        return tag.starts_with('/') ? closing(tag.substr(1)) : opening(tag);
    }

private:
    static bool is_custom(std::string_view name)
    {
        return name.size() > 2 && name.starts_with("F-") && std::ranges::all_of(name, [](char c) {
            return is_tag_letter(c) && (c < 'a' || c > 'z');
        });
    }
    std::optional<std::string> opening(std::string_view name)
    {
        if (!is_custom(name))
            return std::nullopt;
        open_.emplace(name);
        return "(?P<" + group_name(name.substr(2)) + ">";
    }
    std::optional<std::string> closing(std::string_view name)
    {
        if (!is_custom(name) || !open_.contains(std::string {name}))
            return std::nullopt;
        return ")";
    }

    UseDns use_dns_;
    std::set<std::string> open_;
    int skips_ = 0;
};

/// The length of the tag that `text` starts with, brackets and all; 0 when there is none.
std::size_t tag_length(std::string_view text)
{
    std::size_t end = text.starts_with("</") ? 2 : 1;
    const auto name = end;
    while (end < text.size() && is_tag_letter(text[end]))
        ++end;
    if (end == name)
        return 0;
    if (end < text.size() && text[end] == '/')
        ++end;
    return end < text.size() && text[end] == '>' ? end + 1 : 0;
}

}  // namespace

std::string expand_filter_tags(std::string_view expression, UseDns use_dns)
{
    std::string expanded;
    Expansion expansion {use_dns};
    while (!expression.empty()) {
        const auto begin = std::min(expression.find('<'), expression.size());
        expanded += expression.substr(0, begin);
        expression.remove_prefix(begin);
        const auto length = expression.empty() ? 0 : tag_length(expression);
        const auto replacement
            = length == 0 ? std::nullopt : expansion.replacement(expression.substr(1, length - 2));
        const auto taken = length != 0 ? length : std::min<std::size_t>(expression.size(), 1);
        expanded += replacement.value_or(std::string {expression.substr(0, taken)});
        expression.remove_prefix(taken);
    }
    return expanded;
}

}  // namespace hive
