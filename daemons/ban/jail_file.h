// daemons/ban/jail_file.h - reads the jails of an existing fail2ban installation, unchanged.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "daemons/ban/config_files.h"
#include "daemons/ban/filter_rules.h"
#include "lib/result.h"

namespace hive {

/// What a jail does to an offender.
struct JailAction {
    enum class Kind {
        ban,  // closes the ports of the option `port` (iptables, nftables, firewallcmd, …)
        ban_all_ports,  // closes every port and protocol (the -allports ones)
        mail,  // writes to the option `dest` (mail, sendmail and their relatives)
        nothing,  // dummy
    };
    Kind kind = Kind::ban;
    std::string name;  // as fail2ban calls it: "nftables-multiport"
    std::map<std::string, std::string> options;  // of its brackets: port, protocol, dest, …
};

/// How a ban of a known offender grows. Source: jail.conf(5), bantime.increment.
struct BanGrowth {
    enum class Formula {
        doubling,  // time * 2^min(count, 20) * factor
        exponential,  // time * e^((count + 1) * factor) / e^factor: the other one in jail.conf
    };
    bool is_on = false;
    Formula formula = Formula::doubling;
    double factor = 1;
    std::vector<double> multipliers;  // in place of the formula, the last one goes on; may be empty
    std::chrono::seconds longest {0};  // 0: no limit
    std::chrono::seconds random {0};  // up to this much is added
    bool counts_all_jails = false;
};

/// A command that says whether an address is spared: it is when it exits with 0.
struct IgnoreCommand {
    std::string command;  // "" for none; <ip> and <F-…> stand for what was found
    std::string cache_key;  // "" for no cache
    std::size_t cache_size = 100;
    std::chrono::seconds cache_time {300};
};

/// One jail with everything filled in.
struct JailDefinition {
    std::string name;
    std::string where;  // "FILE:LINE" of its section
    std::string filter;  // as written: "sshd[mode=aggressive]"
    FilterRules rules;  // of the filter, with what the jail overrides
    std::string backend;  // "auto", "systemd", "polling", …
    std::vector<std::string> logs;  // patterns of paths, not expanded
    std::vector<std::string> logs_from_end;  // those of them marked "tail"
    std::vector<JailAction> actions;
    int max_retry = 5;
    int max_matches = 5;  // lines kept of an offender
    std::chrono::seconds find_time {600};
    std::chrono::seconds ban_time {600};  // negative: for good
    BanGrowth growth;
    std::vector<std::string> ignore;  // addresses, networks and host names
    bool ignores_self = true;
    IgnoreCommand ignore_command;

    /// What the journal is asked for: rules.journal_match; used when `backend` is systemd.
    [[nodiscard]] bool reads_journal() const { return backend.starts_with("systemd"); }
};

struct JailFile {
    std::vector<JailDefinition> jails;  // chosen ones without mistakes
    std::vector<std::string> mistakes;  // "FILE:LINE: [jail] option: what is wrong"
};

enum class JailChoice { enabled, all };

/// Reads jail.conf, jail.d/*.conf, jail.local and jail.d/*.local with what they include, in
/// that order, and the filters they name. What has no meaning here (a bantime.formula in
/// Python other than the stock two, an action that is none of JailAction) is a mistake.
/// Pure but for `source`.
/// @param directory as /etc/fail2ban
/// @return an error when there is no jail.conf, or a file is not well-formed
[[nodiscard]] Result<JailFile> read_jails(
    const std::string& directory, const FileSource& source, JailChoice choice);
/// The enabled jails, from disk.
[[nodiscard]] Result<JailFile> read_jails(const std::string& directory);

}  // namespace hive
