// supervisor/portal/sandbox_status.h - what a running service may do, as the supervisor's core
// tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/json_fwd.h"

namespace hive {

/// As the kernel says, not as it was configured.
struct SandboxStatus {
    std::string user;
    std::string group;
    std::vector<std::string> groups;  // supplementary; `group` may be among them
    std::vector<std::string> capabilities;  // "CAP_NET_ADMIN"; "all" alone is every one
    bool has_no_new_privileges = false;
    bool refuses_calls = false;
    std::int64_t refused_calls = 0;  // how many
    std::int64_t landlock = 0;  // version; 0: not in force
    std::vector<std::string> readable;  // while Landlock is in force
    std::vector<std::string> writable;  // besides its own state and logs
    std::string umask;  // octal
    std::int64_t nice = 0;
    /// -1: any. Sizes are bytes.
    std::int64_t files = -1;
    std::int64_t core_size = -1;
    std::int64_t memory = -1;
    std::int64_t processes = -1;
    std::int64_t file_size = -1;

    bool operator==(const SandboxStatus&) const = default;
};

/// The member `sandbox` of a service. @return nothing before the service is up
[[nodiscard]] std::optional<SandboxStatus> parse_sandbox_status(const Json& service);
/// @return null for nothing
[[nodiscard]] Json sandbox_json(const std::optional<SandboxStatus>& sandbox);

}  // namespace hive
