// supervisor/core/sandbox.h - what a service may do: identity, system calls, files.
//
// Everything that can fail or allocate is prepared in the core; what the child does between
// clone and exec is system calls alone (functions marked so).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

#include <linux/filter.h>

#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Who a service runs as.
struct Identity {
    bool is_switched = false;  // else it stays what the supervisor is
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;  // supplementary
    std::uint64_t capabilities = 0;  // all it keeps, ambient
    bool gains_privileges = false;  // by programs with a set-user-id bit; else no_new_privs
};

/// setrlimit(2); 0 means any, but for core dumps.
struct ResourceLimits {
    int files = 1024;
    std::int64_t core_size = 0;  // bytes, as the next
    std::int64_t memory = 0;  // of address space
    int processes = 0;  // of the user
    std::int64_t file_size = 0;  // bytes
};

/// Child side, before the user is switched: system calls only. What this host does not allow
/// becomes the most that it does.
void apply(const ResourceLimits& limits);

/// What this process may give away: a container may withhold some even from root.
[[nodiscard]] std::uint64_t own_capabilities();

/// @param group "" takes the user's own
/// @param extra_groups besides those the user is in
[[nodiscard]] Result<Identity> find_identity(const std::string& user, const std::string& group,
    std::uint64_t capabilities, const std::vector<std::string>& extra_groups = {});

/// Makes this process that identity. Child side: system calls only.
/// @return what failed, with errno set; null when all is done
[[nodiscard]] const char* become(const Identity& identity);

/// The classic BPF program that answers EPERM to calls no service of ours has use for:
/// mounting, tracing, namespaces, modules, clocks, keys, bpf. Made by the first call, which
/// allocates.
[[nodiscard]] const std::vector<sock_filter>& refused_calls_filter();
/// How many those are.
[[nodiscard]] int refused_call_count();

/// Child side, after no_new_privs: system calls only. A kernel without seccomp is not an error.
void refuse_calls(const std::vector<sock_filter>& filter);

/// The version of Landlock this kernel has, 0 for none.
[[nodiscard]] int landlock_version();

/// A Landlock ruleset: below `readable` it may read and run, below `writable` do all.
/// Paths that do not exist are passed over. @return no descriptor where the kernel has none
[[nodiscard]] Fd landlock_rules(
    const std::vector<std::string>& readable, const std::vector<std::string>& writable);

/// Child side, after no_new_privs: system calls only.
[[nodiscard]] bool restrict_files(int rules);

}  // namespace hive
