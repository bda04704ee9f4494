// daemons/ban/config.h - what ban.ini may say.
#pragma once

#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// One [jail NAME].
struct JailConfig {
    std::string name;
    bool is_enabled = true;
    int failures = 5;
    std::chrono::seconds window {600};
    std::chrono::seconds ban_time {600};
    std::vector<std::uint16_t> ports;  // empty: every port and protocol
    std::vector<std::string> logs;  // paths; relative ones lie in the log directory
    std::string rule;
    std::string filter;  // a path, or the name of a file in fail2ban's filter.d
};

enum class BanMode { automatic, enforce, dry_run };

struct BanConfig {
    std::string database = "ban/ban.db";
    BanMode mode = BanMode::automatic;
    std::vector<Network> ignore {Network {Address::parse("127.0.0.0").value(), 8},
        Network {Address::parse("::1").value(), 128}};
    bool ignores_self = true;
    int ipv6_prefix = 64;
    int max_bans = 100'000;
    std::string fail2ban = "/etc/fail2ban";
    std::list<JailConfig> jails;
};

/// The jail of hive-proxy's direct channel: it is there without a section, reads no log.
constexpr std::string_view direct_jail = "hive-auth";
/// Bans by hand are listed under this name; no jail may have it.
constexpr std::string_view manual_jail = "manual";
/// Log files followed at most, over all jails.
constexpr std::size_t max_logs = 64;

Schema schema(BanConfig& config);

/// The enabled jails, hive-auth among them whether or not it has a section.
[[nodiscard]] std::list<JailConfig> enabled_jails(const BanConfig& config);

/// The path of a filter: as it is with a '/', else NAME.conf in fail2ban's filter.d.
[[nodiscard]] std::string filter_path(const JailConfig& jail, const std::string& fail2ban);

}  // namespace hive
