#include "daemons/ban/jail_config.h"

#include <algorithm>
#include <filesystem>

#include "daemons/ban/ban_time.h"
#include "daemons/ban/config.h"
#include "daemons/ban/filter_file.h"
#include "daemons/ban/jail.h"
#include "lib/number.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::int64_t day = std::int64_t {24} * 3600;
constexpr std::size_t max_ports = 64;
constexpr std::size_t max_name = 64;

Result<std::string> parse_log(std::string_view text)
{
    return logs_path(text);
}

Result<std::optional<UseDns>> parse_use_dns(std::string_view text)
{
    return TRY(rules_of({{"usedns", std::string {text}}})).use_dns;
}

Result<std::optional<int>> parse_matches(std::string_view text)
{
    const auto matches = number_within<int>(text, 0, most_matches);
    if (!matches)
        return fail("'{}' is no number from 0 to {}", text, most_matches);
    return matches;
}

std::vector<Option> source_options(JailConfig& jail)
{
    return {
        Option::list_of<std::string>("log", jail.logs, &parse_log, "paths",
            "Log files to follow; a pattern (glob(7)) stands for all files that match it, also "
            "those made later. A file that does not exist yet is waited for."),
        Option::flag(
            "journal", jail.reads_journal, "Follow the systemd journal instead of log files."),
        Option::text("journal_match", jail.journal_match,
            "Which entries of the journal, as journalctl(1) takes it: FIELD=value, several all "
            "match, '+' between alternatives. Left out: what the filter says."),
        Option::flag("counts_bans", jail.counts_bans,
            "Count the bans that other jails make, instead of lines: who is banned again and "
            "again is banned for longer (fail2ban's recidive)."),
        Option::text("rule", jail.rule,
            "A regular expression (PCRE2) that finds an offence in a line; <HOST> stands where "
            "the address is. Matched against the whole line, anywhere in it."),
        Option::text("filter", jail.filter,
            "A filter of fail2ban, used unchanged: a path, or the name of a file in its "
            "filter.d directory. Matched against the line without its date, as fail2ban does."),
        Option::parsed("use_dns", jail.use_dns, &parse_use_dns, "yes|warn|no|raw", "",
            "Whether a host name in place of an address is looked up, off the way of bans: yes, "
            "warn (and say so), no or raw (such a line is no offence). Left out: as the filter "
            "says, else warn."),
    };
}

std::vector<Option> ban_options(JailConfig& jail)
{
    return {
        Option::number("failures", jail.failures, {1, 1000},
            "Offences of one address within the window that ban it."),
        Option::seconds("window", jail.window, {1, year}, "Offences older than this do not count."),
        Option::seconds("ban_time", jail.ban_time, {1, year}, "How long a ban lasts."),
        Option::parsed("max_matches", jail.max_matches, &parse_matches, "0-10", "",
            "Lines kept of each address, the last ones. Left out: as [ban] says."),
        Option::list_of<PortRange>("ports", jail.ports, &parse_port_range, "ports",
            "Ports that are closed to a banned address: numbers, names of /etc/services and "
            "ranges (6000-6100), at most 64. Left out: every port and protocol."),
        Option::choice("protocol", jail.protocol,
            {{"tcp", Protocol::tcp}, {"udp", Protocol::udp}, {"both", Protocol::both}},
            "Of which protocol the ports are."),
    };
}

std::vector<Option> exception_options(JailConfig& jail)
{
    return {
        Option::list_of<Ignored>("ignore", jail.exceptions.ignored, &parse_ignored, "networks",
            "Addresses, networks and host names this jail does not ban, besides those of all "
            "jails."),
        Option::flag("ignore_self", jail.exceptions.spares_self,
            "no: this jail bans an address of this machine's own interfaces, too."),
        Option::text("ignore_command", jail.ignore_command,
            "A program with arguments, no shell, that is asked before a ban; <ip> stands for the "
            "address. Exit status 0: it is not banned. It has 10 s, else it is banned."),
        Option::seconds("ignore_cache", jail.ignore_cache, {0, day},
            "So long the answer of ignore_command is kept, for 1000 addresses at most."),
        Option::list(
            "actions", jail.actions, "Names of [action] sections: what is done besides banning."),
    };
}

bool is_jail_name(std::string_view name)
{
    return !name.empty() && name.size() <= max_name && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_';
    });
}

/// Hive's failed logins come by the control socket alone: read again from a log, each would
/// count twice, and hive-ban would read what it writes itself.
bool is_own_log(const std::string& path)
{
    const auto normal = std::filesystem::path {path}.lexically_normal();
    const auto own = std::filesystem::path {logs_path("x")}.lexically_normal();
    return normal.parent_path() == own.parent_path() && normal.filename() != "proxy-access.log"
        && normal.extension() == ".log"
        && (normal.filename().string().starts_with("proxy")
            || normal.filename().string().starts_with("ban")
            || normal.filename().string().starts_with("*"));
}

/// Collects the mistakes of one jail.
class JailCheck {
public:
    JailCheck(const JailConfig& jail, const BanConfig& config) : jail_ {jail}, config_ {config} { }

    std::vector<Mistake> run() &&
    {
        if (!is_jail_name(jail_.name))
            add("", fmt::format("a jail's name is 1-{} letters, digits, '-' and '_'", max_name));
        if (jail_.name == manual_jail)
            add("", "'manual' is the name of bans by hand");
        if (jail_.ports.size() > max_ports)
            add("ports", fmt::format("more than {} ports", max_ports));
        for (const auto& action : jail_.actions)
            if (std::ranges::find(config_.actions, action, &ActionConfig::name)
                == config_.actions.end())
                add("actions", fmt::format("there is no [action {}]", action));
        if (is_direct(jail_))
            check_no_source(fmt::format("{} hears from Hive itself and reads no log", jail_.name));
        else if (jail_.counts_bans)
            check_no_source("a jail that counts bans reads no log");
        else
            check_log_jail();
        return std::move(mistakes_);
    }

private:
    void add(std::string option, std::string message)
    {
        mistakes_.push_back({"jail " + jail_.name, std::move(option), std::move(message)});
    }
    void check_no_source(const std::string& why)
    {
        if (!jail_.logs.empty())
            add("log", why);
        if (jail_.reads_journal)
            add("journal", why);
        if (!jail_.filter.empty())
            add("filter", why);
        if (!jail_.rule.empty())
            add("rule", why);
    }
    void check_log_jail()
    {
        if (jail_.logs.empty() && !jail_.reads_journal)
            add("log", "missing: a jail needs a log or the journal to follow");
        if (!jail_.logs.empty() && jail_.reads_journal)
            add("journal", "either log files or the journal, not both");
        for (const auto& log : jail_.logs)
            if (is_own_log(log))
                add("log",
                    fmt::format("'{}' is Hive's own: failed logins come from hive-proxy "
                                "directly, to the jail hive-auth",
                        log));
        if (!jail_.rules && jail_.rule.empty() == jail_.filter.empty()) {
            add(jail_.rule.empty() ? "" : "rule", "either 'rule' or 'filter' is needed, not both");
            return;
        }
        if (const auto filter = make_filter(jail_, config_.fail2ban); !filter)
            add(jail_.rule.empty() ? "filter" : "rule", filter.error().message());
    }

    const JailConfig& jail_;
    const BanConfig& config_;
    std::vector<Mistake> mistakes_;
};

}  // namespace

bool is_direct(const JailConfig& jail)
{
    return jail.name == direct_jail || jail.name == guard_jail;
}

std::vector<Option> jail_options(JailConfig& jail)
{
    std::vector<Option> all {
        Option::flag("enabled", jail.is_enabled, "Whether the jail is used at all.")};
    for (auto options : {source_options(jail), ban_options(jail), growth_options(jail.growth),
             exception_options(jail)})
        std::ranges::move(options, std::back_inserter(all));
    return all;
}

std::vector<Mistake> check_jail(const JailConfig& jail, const BanConfig& config)
{
    return JailCheck {jail, config}.run();
}

std::string filter_path(const std::string& filter, const std::string& fail2ban)
{
    if (filter.contains('/'))
        return filter;
    const auto* const extension = filter.ends_with(".conf") ? "" : ".conf";
    return fmt::format(
        "{}/filter.d/{}{}", fail2ban.empty() ? stock_fail2ban : fail2ban, filter, extension);
}

}  // namespace hive
