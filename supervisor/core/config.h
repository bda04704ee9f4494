// supervisor/core/config.h - what supervisor.ini may say.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

#include "lib/backoff.h"
#include "lib/config.h"
#include "supervisor/core/alert_config.h"
#include "supervisor/core/check_config.h"
#include "supervisor/core/command_line.h"
#include "supervisor/core/graph.h"
#include "supervisor/core/listen_spec.h"
#include "supervisor/core/log_rotation.h"
#include "supervisor/core/probe.h"

namespace hive {

/// What tells that a service is ready.
enum class ReadySign {
    notify,  // READY=1 from its main process
    start,  // that it was started
};

/// One [service NAME].
struct ServiceConfig {
    std::string name;
    std::string description;
    Command command;
    std::string user;  // "": as the supervisor
    std::string group;  // "": the user's own
    std::vector<std::uint64_t> capabilities;
    std::vector<std::string> environment;  // NAME=VALUE
    std::vector<ListenSpec> listen;
    std::vector<std::string> depends;
    bool is_enabled = true;
    ReadySign ready = ReadySign::notify;
    std::chrono::seconds start_timeout {30};
    std::chrono::seconds stop_timeout {10};
    std::chrono::seconds watchdog {0};  // 0: none
    ProbeSpec probe;
    std::chrono::milliseconds probe_interval {5000};
    std::chrono::milliseconds probe_timeout {2000};
    int probe_failures = 3;
    Backoff backoff;
    int files = 1024;
    bool is_sandboxed = true;
    std::vector<std::string> readable {"/"};
    std::vector<std::string> writable;
    std::vector<std::string> log_files;  // names in the logs directory
    std::vector<Rule> rules;
    std::vector<std::string> groups;

    /// The name without "hive-": of its control socket, log file and state directory.
    [[nodiscard]] std::string short_name() const;
    [[nodiscard]] std::string control_path() const;
    [[nodiscard]] std::string log_path() const;
    /// Those of log_files.
    [[nodiscard]] std::vector<std::string> own_log_paths() const;
    /// What its exit with 78 waits for.
    [[nodiscard]] std::string configuration_file() const;
    [[nodiscard]] std::uint64_t capability_bits() const;
};

struct SupervisorConfig {
    std::chrono::milliseconds figures_interval {2000};
    int events_kept = 500;
    RotationLimits logs;
    AlertConfig alerts;
    std::list<ServiceConfig> services;
    std::list<CheckConfig> checks;

    [[nodiscard]] Graph graph() const;
};

[[nodiscard]] Schema schema(SupervisorConfig& config);

/// Mistakes that show only when the services are looked at together. Pure.
[[nodiscard]] std::vector<Mistake> check_services(const std::list<ServiceConfig>& services);

}  // namespace hive
