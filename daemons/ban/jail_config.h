// daemons/ban/jail_config.h - one [jail NAME] of ban.ini.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/filter_rules.h"
#include "daemons/ban/jail_file.h"
#include "daemons/ban/port_list.h"
#include "daemons/ban/safe_list.h"
#include "lib/config.h"

namespace hive {

struct BanConfig;

struct JailConfig {
    std::string name;
    bool is_enabled = true;
    int failures = 5;
    std::chrono::seconds window {600};
    std::chrono::seconds ban_time {600};
    std::optional<int> max_matches;  // lines kept of an address; none: as for all jails
    BanGrowth growth;
    std::vector<PortRange> ports;  // empty: every port
    Protocol protocol = Protocol::tcp;  // of the ports; without ports everything is closed
    std::vector<std::string>
        logs;  // paths and glob(7) patterns; relative ones in the log directory
    bool counts_past = false;  // what was written within the window before the first start, too
    std::vector<std::string> logs_from_end;  // of the logs: those whose past does not count
    bool reads_journal = false;
    std::string journal_directory;  // "" for that of all jails
    std::string journal_match;  // as journalctl(1) takes it; "" for the filter's own
    bool counts_bans = false;
    std::string rule;
    std::string filter;  // a path, or the name of a file in fail2ban's filter.d
    std::optional<FilterRules> rules;  // of a jail of fail2ban, in place of rule and filter
    Exceptions exceptions;
    std::string ignore_command;  // argv, separated by blanks
    std::chrono::seconds ignore_cache {300};
    std::optional<UseDns> use_dns;  // none: as the filter says, or warn
    std::vector<std::string> actions;
};

/// The jails of the direct channels: they are there without a section, and read no log.
constexpr std::string_view direct_jail = "hive-auth";  // failed logins at hive-proxy
constexpr std::string_view guard_jail = "hive-guard";  // decisions of hive-guard
/// Bans by hand are listed under this name; no jail may have it.
constexpr std::string_view manual_jail = "manual";

/// Whether it is one of the jails of the direct channels.
[[nodiscard]] bool is_direct(const JailConfig& jail);

[[nodiscard]] std::vector<Option> jail_options(JailConfig& jail);

/// What is wrong with a jail as a whole; compiles its filter or rule.
/// @param config for the names of actions and fail2ban's directory
[[nodiscard]] std::vector<Mistake> check_jail(const JailConfig& jail, const BanConfig& config);

/// The path of a filter: as it is with a '/', else NAME.conf in fail2ban's filter.d.
[[nodiscard]] std::string filter_path(const std::string& filter, const std::string& fail2ban);

/// Lines kept of an address at most, whatever a configuration says.
constexpr int most_matches = 10;

/// Where filters are when ban.ini names no directory of fail2ban.
constexpr std::string_view stock_fail2ban = "/etc/fail2ban";

}  // namespace hive
