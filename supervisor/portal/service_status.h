// supervisor/portal/service_status.h - a service and an event as the supervisor's core tells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "supervisor/portal/quantity.h"
#include "supervisor/portal/sandbox_status.h"

namespace hive {

enum class ServiceState {
    stopped,
    starting,
    ready,
    degraded,
    stopping,
    backoff,
    misconfigured,
    unmonitored,
};

/// @return nothing for a word that is no state
[[nodiscard]] std::optional<ServiceState> parse_service_state(std::string_view word);
/// The word users read: "ready".
[[nodiscard]] std::string_view state_word(ServiceState state);

struct LastExit {
    std::string text;  // "exit 70", "signal 9 (KILL)"
    WallTime time;
    WallSeconds after;  // how long it had run
    bool operator==(const LastExit&) const = default;
};

/// One service as the verbs `status` and `follow` of supervisor.sock give it.
struct ServiceStatus {
    std::string name;
    std::string description;
    ServiceState state {};
    WallTime since;  // of the state
    std::int64_t pid = 0;  // 0: no process
    std::string status;  // what the daemon says of itself
    std::int64_t restarts = 0;
    std::int64_t tries = 0;  // starts that failed in a row
    std::optional<WallTime> retry_at;
    std::optional<LastExit> last_exit;
    double cpu_percent = 0;  // of one processor
    std::int64_t memory_kb = 0;
    std::int64_t descriptors = 0;
    std::optional<double> probe_ms;
    std::vector<std::string> depends;
    std::vector<std::string> needed_by;
    std::string command;
    std::string user;
    std::vector<std::string> listens;
    std::string probe;  // "control every 5s"
    std::vector<std::string> groups;
    bool is_enabled = true;
    bool is_outdated = false;  // its configuration file is newer than it
    std::string configuration_change;  // what a reload does to it then: restart, reload or none
    std::optional<SandboxStatus> sandbox;  // once it is up

    bool operator==(const ServiceStatus&) const = default;
};

/// The texts in the list `key` of an object; none without such a list.
[[nodiscard]] std::vector<std::string> texts_at(const Json& object, std::string_view key);

/// @return an error when it has no name or an unknown state
[[nodiscard]] Result<ServiceStatus> parse_service_status(const Json& object);
[[nodiscard]] Json service_json(const ServiceStatus& service);

enum class EventKind {
    starting,
    ready,
    degraded,
    exited,
    backoff,
    stopping,
    stopped,
    misconfigured,
    unmonitored,
    adopted,
    operator_action,
    probe,
    unstable,  // ended too often in a while
    configuration,  // its file has changed
    credential,
    reloading,
    reloaded,
    main_process,  // another process has become the main one
};

/// @return nothing for a word that is no kind
[[nodiscard]] std::optional<EventKind> parse_event_kind(std::string_view word);
/// All words, in the order of EventKind.
[[nodiscard]] std::vector<std::string_view> event_kind_words();

struct ServiceEvent {
    std::int64_t id = 0;
    WallTime time;
    std::string service;
    EventKind kind {};
    std::string text;
    std::vector<std::string> lines;  // the last log lines, only of exits
};

/// @return an error when it has no service or an unknown kind
[[nodiscard]] Result<ServiceEvent> parse_service_event(const Json& object);
/// The events of the verb `events`, in its order; unusable ones are left out.
[[nodiscard]] std::vector<ServiceEvent> parse_service_events(const Json& answer);

}  // namespace hive
