#include "daemons/ban/filter.h"

#include <algorithm>
#include <array>

#include "daemons/ban/filter_tags.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 3> host_groups {"ip4", "ip6", "dns"};

Result<Pattern> compile(const std::string& expression)
{
    return Pattern::compile(TRY(expand_filter_tags(expression)));
}

Result<std::vector<Pattern>> compile_all(
    const std::vector<std::string>& expressions, std::string_view what)
{
    std::vector<Pattern> patterns;
    for (const auto& expression : expressions) {
        auto pattern = compile(expression);
        if (!pattern && expressions.size() == 1)
            return std::unexpected {std::move(pattern).error()};
        if (!pattern)
            return std::unexpected {
                std::move(pattern).error().within(fmt::format("{} {}", what, patterns.size() + 1))};
        patterns.push_back(*std::move(pattern));
    }
    return patterns;
}

bool names_host(const Pattern& pattern)
{
    return std::ranges::any_of(
        host_groups, [&](std::string_view group) { return pattern.has_group(group); });
}

std::optional<std::string_view> host_in(const Pattern& pattern)
{
    for (const auto group : host_groups)
        if (const auto text = pattern.group(group))
            return text;
    return std::nullopt;
}

}  // namespace

Result<Filter> Filter::create(const FilterRules& rules, LineView view)
{
    Filter filter;
    filter.view_ = view;
    filter.fail_ = TRY(compile_all(rules.fail, "rule"));
    filter.ignore_ = TRY(compile_all(rules.ignore, "ignore rule"));
    if (!rules.prefix.empty()) {
        auto prefix = compile(rules.prefix);
        if (!prefix)
            return std::unexpected {std::move(prefix).error().within("prefix rule")};
        filter.prefix_ = *std::move(prefix);
    }
    if (filter.fail_.empty())
        return fail("there is no rule");
    if (std::ranges::none_of(filter.fail_, names_host)
        && !(filter.prefix_ && names_host(*filter.prefix_)))
        return fail("no rule says where the address is: <HOST> is missing");
    return filter;
}

bool Filter::finds(Pattern& pattern, std::string_view text)
{
    const auto outcome = pattern.search(text);
    overruns_ += outcome == Pattern::Outcome::overrun ? 1 : 0;
    return outcome == Pattern::Outcome::match;
}

std::string_view Filter::shown(std::string_view line, const std::optional<LineDate>& date)
{
    if (view_ == LineView::whole || !date)
        return line;
    if (date->begin == 0)
        return line.substr(date->length);
    cut_line_.assign(line.substr(0, date->begin));
    cut_line_ += line.substr(date->begin + date->length);
    return cut_line_;
}

void Filter::judge(const Pattern& rule, std::string_view text, LineMatch& match)
{
    if (std::ranges::any_of(ignore_, [&](Pattern& pattern) { return finds(pattern, text); })) {
        match.kind = LineMatch::Kind::ignored;
        return;
    }
    if (rule.group("nofail") || rule.group("mlfgained")) {
        match.kind = LineMatch::Kind::no_failure;
        return;
    }
    auto host = host_in(rule);
    if (!host && prefix_)
        host = host_in(*prefix_);
    auto address = Address::parse(host.value_or(""));
    match.kind = address ? LineMatch::Kind::failure : LineMatch::Kind::no_address;
    if (address)
        match.address = *address;
}

LineMatch Filter::match(std::string_view line)
{
    LineMatch match {.date = find_line_date(line)};
    auto text = shown(line, match.date);
    if (prefix_) {
        if (!finds(*prefix_, text))
            return match;
        const auto content = prefix_->group("content").value_or("");
        text = content.empty() ? text : content;
    }
    for (; match.rule < fail_.size(); ++match.rule)
        if (finds(fail_[match.rule], text)) {
            judge(fail_[match.rule], text, match);
            return match;
        }
    match.rule = 0;
    return match;
}

}  // namespace hive
