// supervisor/core/confinement.h - what the kernel says a running service may do.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/json_fwd.h"
#include "supervisor/core/config.h"

namespace hive {

/// As the kernel tells it, not as it was configured.
struct Confinement {
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;
    std::uint64_t capabilities = 0;  // permitted
    bool has_no_new_privileges = false;
    bool refuses_calls = false;  // a seccomp filter
    mode_t umask = 0;
    int nice = 0;
    /// -1: any
    std::int64_t files = -1;
    std::int64_t core_size = -1;
    std::int64_t memory = -1;
    std::int64_t processes = -1;
    std::int64_t file_size = -1;
};

/// From /proc/PID/status and /proc/PID/limits (proc(5)); `nice` stands in neither. Pure.
[[nodiscard]] Confinement parse_confinement(std::string_view status, std::string_view limits);

/// @return nothing when there is no such process
[[nodiscard]] std::optional<Confinement> look_at_confinement(pid_t pid);

/// For the control socket: user, group, groups, capabilities, no_new_privileges, seccomp,
/// refused_calls, landlock (version, 0 for none), readable, writable, umask, nice, limits.
/// @param landlock version in force
[[nodiscard]] Json to_json(
    const Confinement& confinement, const ServiceConfig& service, int landlock);

}  // namespace hive
