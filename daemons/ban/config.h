// daemons/ban/config.h - what ban.ini may say.
#pragma once

#include <chrono>
#include <list>
#include <string>
#include <vector>

#include "daemons/ban/jail_config.h"
#include "daemons/ban/safe_list.h"
#include "lib/address.h"
#include "lib/config.h"

namespace hive {

enum class BanMode { automatic, enforce, dry_run };

/// What becomes of the bans in the kernel when hive-ban stops.
enum class StopMode { keep, remove };

/// One [action NAME]: what is done besides banning.
struct ActionConfig {
    std::string name;
    std::string command;  // argv, separated by blanks
    std::vector<std::string> to;  // destinations of supervisor.ini
    bool tells_unbans = false;
    std::chrono::seconds timeout {10};
};

struct BanConfig {
    std::string database = "ban/ban.db";
    BanMode mode = BanMode::automatic;
    StopMode on_stop = StopMode::keep;
    std::vector<Ignored> ignore {{.network = {Address::parse("127.0.0.0").value(), 8}},
        {.network = {Address::parse("::1").value(), 128}}};
    std::vector<Network> trusted_proxies;
    bool ignores_self = true;
    int ipv4_prefix = 32;
    int ipv6_prefix = 64;
    int max_bans = 100'000;
    int max_addresses = 100'000;
    int max_matches = 5;
    std::chrono::seconds history {std::chrono::days {7}};
    std::string fail2ban;
    std::string fail2ban_mail;
    std::string journal_directory;
    std::list<JailConfig> jails;
    std::list<JailConfig> fail2ban_jails;  // read by the schema's check
    std::list<ActionConfig> actions;
};

/// Log files followed at most, over all jails.
constexpr std::size_t max_logs = 256;

Schema schema(BanConfig& config);

/// The enabled jails: those of ban.ini, those of fail2ban, and the built-in hive-auth and
/// hive-guard whether or not they have a section.
[[nodiscard]] Result<std::list<JailConfig>> enabled_jails(const BanConfig& config);

}  // namespace hive
