// supervisor/core/alert_config.h - the sections [alerts] and [alert NAME] of supervisor.ini.
#pragma once

#include <chrono>
#include <list>
#include <string>
#include <vector>

#include "lib/backoff.h"
#include "lib/config.h"
#include "supervisor/core/alert.h"
#include "supervisor/core/command_line.h"

namespace hive {

/// Whether a mail server must be spoken to over TLS.
enum class StartTls { required, offered, never };

/// One [alert NAME]: where alerts go. Exactly one of mail, webhook, webhook_file and exec is set.
struct DestinationConfig {
    std::string name;
    std::vector<std::string> mail;  // addresses
    std::string mail_from;
    std::vector<std::string> mail_servers {"smtp://localhost:25"};  // tried in turn
    StartTls starttls = StartTls::required;
    std::string mail_user;
    std::string mail_password_file;
    std::string webhook;  // URL
    std::string webhook_file;  // a file with the URL
    std::string token_file;
    Command exec;
    std::string ca_file;
    Severity least_severity = Severity::info;
    std::vector<Occasion> events {
        Occasion::fired, Occasion::reminder, Occasion::recovered, Occasion::info};
    std::vector<std::string> sources {"*"};  // globs
    std::vector<std::string> keys {"*"};  // globs
    std::chrono::seconds reminder {86'400};  // 0: none
    int rate = 20;  // messages in an hour
};

struct AlertConfig {
    std::string user = "hive-notify";
    std::vector<std::string> service_events {
        "exited", "backoff", "misconfigured", "degraded", "probe", "unstable"};
    std::chrono::seconds recovered_after {10};
    std::chrono::seconds info_interval {600};
    std::chrono::seconds timeout {30};
    Backoff retry {.initial = std::chrono::seconds {5}, .cap = std::chrono::hours {1}};
    int kept = 1000;
    std::list<DestinationConfig> destinations;
};

/// The options of [alerts].
[[nodiscard]] std::vector<Option> alert_options(AlertConfig& config);
/// The options of one [alert NAME].
[[nodiscard]] std::vector<Option> destination_options(DestinationConfig& destination);

/// Mistakes that show only when a destination is looked at as a whole. Pure.
[[nodiscard]] std::vector<Mistake> check_destinations(
    const std::list<DestinationConfig>& destinations);

}  // namespace hive
