#include "daemons/ban/config.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "daemons/ban/jail.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::size_t max_ports = 64;
constexpr std::size_t max_name = 32;

Result<std::uint16_t> parse_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [stop, code] = std::from_chars(text.begin(), text.end(), port);
    if (code != std::errc {} || stop != text.end() || port == 0)
        return fail("'{}' is no port (1-65535)", text);
    return port;
}

Result<std::string> parse_log(std::string_view text)
{
    return logs_path(text);
}

std::vector<Option> jail_options(JailConfig& jail)
{
    return {
        Option::flag("enabled", jail.is_enabled, "Whether the jail is used at all."),
        Option::number("failures", jail.failures, {1, 1000},
            "Offences of one address within the window that ban it."),
        Option::seconds("window", jail.window, {1, year}, "Offences older than this do not count."),
        Option::seconds("ban_time", jail.ban_time, {1, year}, "How long a ban lasts."),
        Option::list_of<std::uint16_t>("ports", jail.ports, &parse_port, "ports",
            "TCP ports that are closed to a banned address, at most 64. "
            "Left out: every port and protocol."),
        Option::list_of<std::string>("log", jail.logs, &parse_log, "paths",
            "Log files to follow. One that does not exist yet is waited for."),
        Option::text("rule", jail.rule,
            "A regular expression (PCRE2) that finds an offence in a line; <HOST> stands where "
            "the address is. Matched against the whole line, anywhere in it."),
        Option::text("filter", jail.filter,
            "A filter of fail2ban, used unchanged: a path, or the name of a file in its "
            "filter.d directory. Matched against the line without its date, as fail2ban does."),
    };
}

std::vector<Option> general_options(BanConfig& config)
{
    auto ignore = Option::list_of<Network>("ignore", config.ignore, &Network::parse, "networks",
        "Addresses and networks that are never banned. Loopback is never banned in any case.");
    ignore.initial = "127.0.0.0/8, ::1";
    return {
        Option::text("database", config.database,
            "The SQLite file that keeps bans and read positions, in the state directory."),
        Option::choice<BanMode>("mode", config.mode,
            {{"auto", BanMode::automatic}, {"enforce", BanMode::enforce},
                {"dry-run", BanMode::dry_run}},
            "enforce: ban in nftables, or do not start. auto: the same, but where nftables is "
            "not permitted leave the kernel alone and let hive-proxy refuse banned clients. "
            "dry-run: enforce nothing anywhere, only log."),
        std::move(ignore),
        Option::flag("ignore_self", config.ignores_self,
            "Never ban an address of this machine's own interfaces."),
        Option::number("ipv6_prefix", config.ipv6_prefix, {32, 128},
            "An IPv6 offender is banned with its whole network of this prefix length, unless "
            "that holds an address that is never banned: then alone."),
        Option::number("max_bans", config.max_bans, {1, 1'000'000},
            "Bans in force at most. Further ones are refused, and logged."),
        Option::text("fail2ban", config.fail2ban, "Directory that has fail2ban's filter.d."),
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
            || normal.filename().string().starts_with("ban"));
}

/// Collects the mistakes of one jail.
class JailCheck {
public:
    JailCheck(const JailConfig& jail, const BanConfig& config) : jail_ {jail}, config_ {config} { }

    std::vector<Mistake> run() &&
    {
        if (!is_jail_name(jail_.name))
            add("", "a jail's name is 1-32 letters, digits, '-' and '_'");
        if (jail_.name == manual_jail)
            add("", "'manual' is the name of bans by hand");
        if (jail_.ports.size() > max_ports)
            add("ports", fmt::format("more than {} ports", max_ports));
        if (jail_.name == direct_jail)
            check_direct();
        else
            check_log_jail();
        return std::move(mistakes_);
    }

private:
    void add(std::string option, std::string message)
    {
        mistakes_.push_back({"jail " + jail_.name, std::move(option), std::move(message)});
    }
    void check_direct()
    {
        const std::string why = "hive-auth hears from hive-proxy and reads no log";
        if (!jail_.logs.empty())
            add("log", why);
        if (!jail_.filter.empty())
            add("filter", why);
        if (!jail_.rule.empty())
            add("rule", why);
    }
    void check_log_jail()
    {
        if (jail_.logs.empty())
            add("log", "missing: a jail needs a log to follow");
        for (const auto& log : jail_.logs) {
            if (log.find_first_of("*?[") != std::string::npos)
                add("log", fmt::format("'{}': a path is meant, patterns are not supported", log));
            if (is_own_log(log))
                add("log",
                    fmt::format("'{}' is Hive's own: failed logins come from hive-proxy "
                                "directly, to the jail hive-auth",
                        log));
        }
        if (jail_.rule.empty() == jail_.filter.empty()) {
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

std::vector<Mistake> check(const BanConfig& config)
{
    std::vector<Mistake> mistakes;
    std::size_t logs = 0;
    for (const auto& jail : config.jails) {
        std::ranges::move(JailCheck {jail, config}.run(), std::back_inserter(mistakes));
        logs += jail.logs.size();
        if (logs > max_logs && logs - jail.logs.size() <= max_logs)
            mistakes.push_back({"jail " + jail.name, "log",
                fmt::format("more than {} log files in all jails", max_logs)});
    }
    return mistakes;
}

}  // namespace

Schema schema(BanConfig& config)
{
    return {
        .sections = {Section::plain("ban", "What holds for every jail.", general_options(config)),
            Section::named<JailConfig>("jail", "NAME",
                "Where offences are looked for and what they lead to. The jail hive-auth, which "
                "counts hive-proxy's failed logins, is there without a section; one of that name "
                "changes its numbers.",
                config.jails, &jail_options)},
        .check = [&config] { return check(config); }};
}

std::list<JailConfig> enabled_jails(const BanConfig& config)
{
    std::list<JailConfig> jails;
    std::ranges::copy_if(
        config.jails, std::back_inserter(jails), [](const auto& jail) { return jail.is_enabled; });
    if (std::ranges::find(config.jails, direct_jail, &JailConfig::name) == config.jails.end())
        jails.push_front({.name = std::string {direct_jail}});
    return jails;
}

std::string filter_path(const JailConfig& jail, const std::string& fail2ban)
{
    if (jail.filter.contains('/'))
        return jail.filter;
    const auto* const extension = jail.filter.ends_with(".conf") ? "" : ".conf";
    return fmt::format("{}/filter.d/{}{}", fail2ban, jail.filter, extension);
}

}  // namespace hive
