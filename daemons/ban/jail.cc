#include "daemons/ban/jail.h"

#include <algorithm>
#include <ranges>

#include "daemons/ban/filter_file.h"

namespace hive {
namespace {

constexpr std::chrono::seconds believed {60};

/// @param filter a path or a name, with its options
Result<FilterRules> filter_rules(const std::string& filter, const std::string& fail2ban)
{
    auto call = TRY(parse_filter_call(filter));
    call.name = filter_path(call.name, fail2ban);
    return read_filter(call, disk_source());
}

/// What the jail says, or the filter it uses.
Result<JournalMatch> journal_match_of(const JailConfig& config, const std::string& fail2ban)
{
    std::vector<std::string> words;
    for (const auto word : config.journal_match | std::views::split(' '))
        if (!word.empty())
            words.emplace_back(word.begin(), word.end());
    if (!words.empty())
        return JournalMatch {words};
    if (config.rules)
        return config.rules->journal_match;
    if (config.filter.empty())
        return JournalMatch {};
    return TRY(filter_rules(config.filter, fail2ban)).journal_match;
}

}  // namespace

std::optional<WallTime> offence_time(std::optional<WallTime> time, LineAge age, WallTime now)
{
    if (!time)
        return age == LineAge::past ? std::nullopt : std::optional {now};
    if (age != LineAge::live)
        return std::min(*time, now);
    return *time < now - believed || *time > now + believed ? now : *time;
}

Result<Filter> make_filter(const JailConfig& config, const std::string& fail2ban)
{
    const auto today = std::chrono::system_clock::now();
    if (config.rules)
        return Filter::create(*config.rules, LineView::without_date, today);
    if (!config.rule.empty())
        return Filter::create(
            {.fail = {config.rule}, .use_dns = config.use_dns.value_or(UseDns::warn)},
            LineView::whole, today);
    auto rules = TRY(filter_rules(config.filter, fail2ban));
    rules.use_dns = config.use_dns.value_or(rules.use_dns);
    auto filter = Filter::create(rules, LineView::without_date, today);
    if (!filter)
        return std::unexpected {std::move(filter).error().within(config.filter)};
    return filter;
}

Result<Jail> Jail::create(const JailConfig& config, const BanConfig& general, CommandRunner& runner)
{
    Jail jail {.config = config,
        .ledger = {config.failures, config.window, static_cast<std::size_t>(general.max_addresses),
            static_cast<std::size_t>(config.max_matches.value_or(general.max_matches))},
        .ignore_check = {runner, config.ignore_command, config.ignore_cache}};
    if (!is_direct(config) && !config.counts_bans)
        jail.filter = TRY(make_filter(config, general.fail2ban));
    if (config.reads_journal)
        jail.journal_match = TRY(journal_match_of(config, general.fail2ban));
    return jail;
}

bool guards_web(const JailConfig& config)
{
    const auto is_of_the_web = [](const PortRange& range) {
        return (range.first <= 80 && range.last >= 80) || (range.first <= 443 && range.last >= 443);
    };
    return config.ports.empty() || std::ranges::any_of(config.ports, is_of_the_web);
}

}  // namespace hive
