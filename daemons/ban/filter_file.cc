// daemons/ban/filter_file.cc - options of a filter, in fail2ban's order of precedence.
#include "daemons/ban/filter_file.h"

#include <algorithm>
#include <array>

#include "daemons/ban/option_tags.h"
#include "lib/number.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr int max_lines_limit = 100;
constexpr std::array<std::string_view, 7> rule_options {
    "usedns", "prefregex", "ignoreregex", "failregex", "maxlines", "datepattern", "journalmatch"};

std::string value_of(const OptionValues& options, std::string_view name)
{
    const auto found = options.find(name);
    return found == options.end() ? std::string {} : found->second;
}

Result<int> max_lines_of(const OptionValues& options)
{
    const auto text = value_of(options, "maxlines");
    if (text.empty())
        return 1;
    const auto lines = number_within<int>(text, 1, max_lines_limit);
    if (!lines)
        return fail("maxlines = {}: not a number from 1 to {}", text, max_lines_limit);
    return *lines;
}

Result<UseDns> use_dns_of(const OptionValues& options)
{
    const auto text = option_name(value_of(options, "usedns"));
    if (text.empty() || text == "warn")
        return UseDns::warn;
    if (text == "yes")
        return UseDns::yes;
    if (text == "no")
        return UseDns::no;
    if (text == "raw")
        return UseDns::raw;
    return fail("usedns = {}: not one of yes, warn, no, raw", text);
}

/// The section that <section/name> speaks of.
std::string section_called(const std::string& name)
{
    const auto word = option_name(name);
    if (word == "known")
        return "Definition";
    return word == "default" ? "DEFAULT" : name;
}

}  // namespace

std::vector<std::string> value_lines(std::string_view value)
{
    std::vector<std::string> lines;
    while (!value.empty()) {
        const auto end = std::min(value.find('\n'), value.size());
        if (const auto line = trimmed(value.substr(0, end)); !line.empty())
            lines.emplace_back(line);
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return lines;
}

Result<FilterFile> FilterFile::read(const std::string& base, const FileSource& source)
{
    return FilterFile {TRY(read_config(base, source))};
}

bool FilterFile::defines(std::string_view option) const
{
    const auto* own = ini_.own("Definition");
    return own != nullptr && own->contains(option);
}

/// What <section/name> stands for; none when there is no such section or option.
Result<std::optional<std::string>> FilterFile::referred_in(
    const std::string& section, std::string_view option) const
{
    const auto from = section_called(section);
    if (option_name(section) == "known")
        if (auto known = TRY(ini_.known_value(from, option)))
            return known;
    if (ini_.own(from) == nullptr)
        return std::optional<std::string> {};
    return ini_.value(from, option);
}

/// What <name> or <section/name> stands for outside the options at hand.
Result<std::optional<std::string>> FilterFile::referred(
    const std::string& name, const OptionValues& overrides) const
{
    const auto slash = name.find('/');
    if (slash != std::string::npos && slash > 0)
        if (auto value
            = TRY(referred_in(name.substr(0, slash), std::string_view {name}.substr(slash + 1))))
            return value;
    return ini_.value("Definition", name, overrides);
}

Result<OptionValues> FilterFile::options(
    const OptionValues& call, const OptionValues& jail, Extent extent) const
{
    OptionValues given = call;
    given.insert(jail.begin(), jail.end());
    OptionValues combined;
    for (const auto name : rule_options)
        if (!given.contains(name))
            if (auto value = TRY(ini_.value("Definition", name, given)))
                combined.emplace(name, *std::move(value));
    const auto* definition = ini_.own("Definition");
    if (extent == Extent::everything && definition != nullptr)
        for (const auto& [name, value] : *definition)
            if (!combined.contains(name))
                combined.emplace(name, TRY(ini_.value("Definition", name)).value_or(""));
    for (const auto& [name, value] : call)
        combined[name] = value;
    if (const auto* init = ini_.own("Init"))
        for (const auto& [name, raw] : *init) {
            const auto value = TRY(ini_.value("Init", name)).value_or("");
            combined["known/" + name] = value;
            if (!call.contains(name))
                combined[name] = value;
        }
    return fill_in_tags(
        std::move(combined), [&](const std::string& name) { return referred(name, given); });
}

Result<FilterRules> rules_of(const OptionValues& options)
{
    FilterRules rules;
    rules.use_dns = TRY(use_dns_of(options));
    rules.max_lines = TRY(max_lines_of(options));
    rules.fail = value_lines(value_of(options, "failregex"));
    rules.ignore = value_lines(value_of(options, "ignoreregex"));
    rules.prefix = value_of(options, "prefregex");
    rules.date_patterns = value_lines(value_of(options, "datepattern"));
    for (const auto& line : value_lines(value_of(options, "journalmatch")))
        rules.journal_match.push_back(TRY(shell_words(line)));
    return rules;
}

Result<FilterRules> read_filter(const FilterCall& call, const FileSource& source)
{
    const auto base
        = call.name.ends_with(".conf") ? call.name.substr(0, call.name.size() - 5) : call.name;
    const auto file = TRY(FilterFile::read(base, source));
    auto rules = rules_of(TRY(file.options(call.options, {}, FilterFile::Extent::rules)));
    if (!rules)
        return std::unexpected {std::move(rules).error().within(base + ".conf")};
    if (rules->fail.empty())
        return fail("{}.conf: [Definition] has no failregex", base);
    return rules;
}

}  // namespace hive
