#include "daemons/ban/config.h"

#include <algorithm>
#include <iterator>

#include "daemons/ban/jail_import.h"

namespace hive {
namespace {

constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::int64_t action_limit = 300;  // seconds

std::vector<Option> safety_options(BanConfig& config)
{
    auto ignore = Option::list_of<Ignored>("ignore", config.ignore, &parse_ignored, "networks",
        "Addresses, networks and host names that are never banned. A name is looked up at the "
        "start and every five minutes. Loopback is never banned in any case.");
    ignore.initial = "127.0.0.0/8, ::1";
    return {
        std::move(ignore),
        Option::flag("ignore_self", config.ignores_self,
            "Never ban an address of this machine's own interfaces."),
        Option::list_of<Network>("trusted_proxies", config.trusted_proxies, &Network::parse,
            "networks",
            "Proxies in front of this machine, as proxy.ini names them: never banned, as their "
            "clients are others."),
        Option::number("ipv4_prefix", config.ipv4_prefix, {8, 32},
            "An IPv4 offender is banned with its whole network of this prefix length, unless "
            "that holds an address that is never banned: then alone."),
        Option::number("ipv6_prefix", config.ipv6_prefix, {32, 128}, "The same for IPv6."),
    };
}

std::vector<Option> limit_options(BanConfig& config)
{
    return {
        Option::number("max_bans", config.max_bans, {1, 1'000'000},
            "Bans in force at most. Further ones are refused, and logged."),
        Option::number("max_addresses", config.max_addresses, {100, 1'000'000},
            "Addresses whose offences each jail remembers; the one silent longest is forgotten "
            "first."),
        Option::number("max_matches", config.max_matches, {0, most_matches},
            "Lines kept of each address, the last ones, each cut at 400 bytes."),
        Option::seconds("history", config.history, {60, year},
            "So long after its end a ban is remembered, for 'why' and for increment; at most "
            "100000 of them."),
    };
}

std::vector<Option> general_options(BanConfig& config)
{
    std::vector<Option> all {
        Option::text("database", config.database,
            "The SQLite file that keeps bans, offences and read positions, in the state "
            "directory."),
        Option::choice<BanMode>("mode", config.mode,
            {{"auto", BanMode::automatic}, {"enforce", BanMode::enforce},
                {"dry-run", BanMode::dry_run}},
            "enforce: ban in nftables, or do not start. auto: the same, but where nftables is "
            "not permitted leave the kernel alone and let hive-proxy refuse banned clients. "
            "dry-run: enforce nothing anywhere, only log."),
        Option::choice<StopMode>("on_stop", config.on_stop,
            {{"keep", StopMode::keep}, {"remove", StopMode::remove}},
            "What becomes of the table in the kernel when hive-ban is stopped. keep: it stays, "
            "and bans go on to their end. remove: it goes, and is made again with the bans that "
            "are left at the next start."),
        Option::text("fail2ban", config.fail2ban,
            "Directory of a fail2ban installation: the jails that its jail.conf, jail.d and "
            "jail.local enable are ours, too. Left out: no jails, and filters from "
            "/etc/fail2ban."),
        Option::text("fail2ban_mail", config.fail2ban_mail,
            "The [action] that is done for those jails whose own actions send mail."),
        Option::text("journal_directory", config.journal_directory,
            "Read the journal's files in this directory, not those of this machine."),
    };
    for (auto options : {safety_options(config), limit_options(config)})
        std::ranges::move(options, std::back_inserter(all));
    return all;
}

std::vector<Option> action_options(ActionConfig& action)
{
    return {
        Option::text("command", action.command,
            "A program with arguments, no shell: <ip>, <jail>, <failures>, <bantime> and "
            "<event> (ban or unban) are replaced; the same is in the environment as "
            "HIVE_BAN_IP, HIVE_BAN_JAIL and so on, the lines as HIVE_BAN_MATCHES."),
        Option::list("to", action.to,
            "Destinations of supervisor.ini (mail, webhook) that are sent a message, by the "
            "suite's queue of alerts."),
        Option::flag("unbans", action.tells_unbans, "Whether it is done for unbans, too."),
        Option::seconds(
            "timeout", action.timeout, {1, action_limit}, "A command that takes longer is killed."),
    };
}

void add_mistake(std::vector<Mistake>& mistakes, std::string message)
{
    mistakes.push_back({"ban", "fail2ban", std::move(message)});
}

/// Reads fail2ban's jails. What is wrong with them is said at the option that names them.
void take_fail2ban_jails(BanConfig& config, std::vector<Mistake>& mistakes)
{
    if (config.fail2ban.empty())
        return;
    auto imported = import_jails(config.fail2ban, config.fail2ban_mail);
    for (auto& mistake : imported.mistakes)
        add_mistake(mistakes, std::move(mistake));
    for (const auto& jail : imported.jails) {
        if (std::ranges::find(config.jails, jail.name, &JailConfig::name) != config.jails.end())
            add_mistake(mistakes,
                fmt::format("the jail '{}' is in {} and here, too", jail.name, config.fail2ban));
        for (const auto& mistake : check_jail(jail, config))
            add_mistake(
                mistakes, fmt::format("[{}] {}: {}", jail.name, mistake.option, mistake.message));
    }
    config.fail2ban_jails = std::move(imported.jails);
}

std::vector<Mistake> check(BanConfig& config)
{
    std::vector<Mistake> mistakes;
    take_fail2ban_jails(config, mistakes);
    for (const auto& action : config.actions)
        if (action.command.empty() == action.to.empty())
            mistakes.push_back(
                {"action " + action.name, "", "either 'command' or 'to' is needed, not both"});
    std::size_t logs = 0;
    for (const auto& jail : config.jails) {
        std::ranges::move(check_jail(jail, config), std::back_inserter(mistakes));
        logs += jail.logs.size();
        if (logs > max_logs && logs - jail.logs.size() <= max_logs)
            mistakes.push_back({"jail " + jail.name, "log",
                fmt::format("more than {} log files in all jails", max_logs)});
    }
    return mistakes;
}

void add_built_in(std::list<JailConfig>& jails, const BanConfig& config, JailConfig built_in)
{
    if (std::ranges::find(config.jails, built_in.name, &JailConfig::name) == config.jails.end())
        jails.push_front(std::move(built_in));
}

}  // namespace

Schema schema(BanConfig& config)
{
    return {
        .sections = {Section::plain("ban", "What holds for every jail.", general_options(config)),
            Section::named<JailConfig>("jail", "NAME",
                "Where offences are looked for and what they lead to. The jails hive-auth, which "
                "counts hive-proxy's failed logins, and hive-guard, whose bans hive-guard "
                "decides, are there without a section; one of that name changes its numbers.",
                config.jails, &jail_options),
            Section::named<ActionConfig>("action", "NAME",
                "What is done besides banning, for the jails that name it.", config.actions,
                &action_options)},
        .check = [&config] { return check(config); }};
}

Result<std::list<JailConfig>> enabled_jails(const BanConfig& config)
{
    std::list<JailConfig> jails;
    std::ranges::copy_if(
        config.jails, std::back_inserter(jails), [](const auto& jail) { return jail.is_enabled; });
    std::ranges::copy(config.fail2ban_jails, std::back_inserter(jails));
    add_built_in(jails, config, {.name = std::string {guard_jail}});
    add_built_in(jails, config, {.name = std::string {direct_jail}});
    return jails;
}

}  // namespace hive
