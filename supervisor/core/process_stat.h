// supervisor/core/process_stat.h - what /proc says of a process, taken apart. Pure; fuzzed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace hive {

/// The fields of /proc/PID/stat that matter here (proc(5)).
struct ProcessStat {
    pid_t pid = 0;
    std::string name;  // of the program file, at most 15 bytes
    char state = '?';  // Z: has ended
    pid_t parent = 0;
    pid_t session = 0;
    std::uint64_t cpu_ticks = 0;  // user and system time of all its threads
    std::uint64_t start_ticks = 0;  // since boot; with the pid it names one process for ever
    std::int64_t resident_pages = 0;
};

/// @return nothing for text that is not such a line; names may hold blanks and brackets
[[nodiscard]] std::optional<ProcessStat> parse_process_stat(std::string_view text);

/// The root, all below it by parent, and all of its session (it leads one).
[[nodiscard]] std::vector<pid_t> process_tree(
    const std::vector<ProcessStat>& processes, pid_t root);

/// Inode of the listening socket on a port in the text of /proc/net/tcp or tcp6, 0 if none.
[[nodiscard]] std::uint64_t listening_inode(std::string_view table, std::uint16_t port);

}  // namespace hive
