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
#include "supervisor/core/event_store.h"
#include "supervisor/core/graph.h"
#include "supervisor/core/listen_spec.h"
#include "supervisor/core/log_rotation.h"
#include "supervisor/core/probe.h"
#include "supervisor/core/sandbox.h"

namespace hive {

/// What tells that a service is ready.
enum class ReadySign {
    notify,  // READY=1 from its main process
    start,  // that it was started
};

/// A secret file of root's that a service is given to read.
struct CredentialSpec {
    std::string name;  // of the file in $CREDENTIALS_DIRECTORY
    std::string file;  // absolute
};

/// What follows when a file a service was given, or its configuration, changes.
enum class OnChange { restart, reload, none };
[[nodiscard]] std::string_view name_of(OnChange what);

/// Whether it starts with the supervisor.
enum class Enabled {
    yes,
    no,
    last_state,  // unless an operator had stopped it
};

/// One [service NAME].
struct ServiceConfig {
    std::string name;
    std::string description;
    Command command;
    std::string user;  // "": as the supervisor
    std::string group;  // "": the user's own
    std::vector<std::string> extra_groups;  // besides those its user is in
    std::vector<std::uint64_t> capabilities;
    std::vector<std::string> environment;  // NAME=VALUE
    std::string environment_file;  // "": none; with '-' in front it may be missing
    std::vector<CredentialSpec> credentials;
    OnChange credential_change = OnChange::restart;
    OnChange configuration_change = OnChange::restart;
    std::string working_directory;  // "": the supervisor's
    std::vector<ListenSpec> listen;
    std::vector<std::string> depends;
    std::vector<std::string> restart_with;  // of depends
    Enabled enabled = Enabled::yes;
    ReadySign ready = ReadySign::notify;
    std::chrono::seconds start_timeout {30};
    std::chrono::seconds stop_timeout {10};
    std::chrono::seconds watchdog {0};  // 0: none
    ProbeSpec probe;
    ProbeTimes probe_times;
    std::chrono::milliseconds probe_timeout {2000};
    ProbeTolerance probe_failures;
    Backoff backoff;
    int restart_alert = 5;  // 0: none
    std::chrono::seconds restart_alert_window {600};
    int stored_descriptors = 32;
    ResourceLimits limits;
    mode_t umask = 027;
    int nice = 0;
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
    [[nodiscard]] std::string state_directory() const;
    /// Where its credentials lie, for it alone.
    [[nodiscard]] std::string credentials_directory() const;
    /// Those of log_files.
    [[nodiscard]] std::vector<std::string> own_log_paths() const;
    /// What its exit with 78 waits for.
    [[nodiscard]] std::string configuration_file() const;
    [[nodiscard]] std::uint64_t capability_bits() const;
};

struct SupervisorConfig {
    std::chrono::milliseconds figures_interval {2000};
    int events_kept = 500;
    EventRetention events;
    std::string probe_user = "nobody";
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
