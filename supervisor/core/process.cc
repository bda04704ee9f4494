#include "supervisor/core/process.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "lib/fd.h"
#include "lib/file.h"
#include "lib/number.h"

namespace hive {
namespace {

namespace fs = std::filesystem;

/// The numbered entries of a directory of /proc.
template <class Visit>
void for_each_number(const std::string& directory, Visit visit)
{
    std::error_code ignored;
    for (fs::directory_iterator entry {directory, ignored}, end; !ignored && entry != end;
        entry.increment(ignored)) {
        if (const auto number = number_of<int>(entry->path().filename().native()))
            visit(*number);
    }
}

bool has_descriptor(pid_t pid, const std::string& target)
{
    bool is_found = false;
    const auto directory = fmt::format("/proc/{}/fd", pid);
    for_each_number(directory, [&](int fd) {
        std::error_code ignored;
        is_found
            = is_found || fs::read_symlink(fmt::format("{}/{}", directory, fd), ignored) == target;
    });
    return is_found;
}

/// "NAME=VALUE" of the environment a process was started with; "" without it.
/// @param name with its '='
std::string entry_of(pid_t pid, std::string_view name)
{
    constexpr std::size_t most = 256 << 10;
    const auto text = read_file(fmt::format("/proc/{}/environ", pid), most);
    for (std::string_view rest = text ? *text : std::string_view {}; !rest.empty();) {
        const auto entry = rest.substr(0, rest.find('\0'));
        if (entry.starts_with(name))
            return std::string {entry};
        rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
    }
    return {};
}

/// Inode of a process's namespace of process numbers; 0 when it cannot be looked at.
ino_t namespace_of(const std::string& process)
{
    struct stat status {};
    return ::stat(fmt::format("/proc/{}/ns/pid", process).c_str(), &status) == 0 ? status.st_ino
                                                                                 : 0;
}

/// Neither in a container nor in a chroot of its own, where the same paths mean other files.
bool lives_beside_us(pid_t pid)
{
    std::error_code ignored;
    const auto root = std::filesystem::read_symlink(fmt::format("/proc/{}/root", pid), ignored);
    return namespace_of(std::to_string(pid)) == pid_namespace()
        && root == std::filesystem::read_symlink("/proc/self/root", ignored);
}

bool was_started_with(pid_t pid, const std::vector<std::string>& entries)
{
    return std::ranges::any_of(entries, [pid](const std::string& entry) {
        return entry_of(pid, entry.substr(0, entry.find('=') + 1)) == entry;
    });
}

}  // namespace

// One read into the stack: a look at every process stands between a crash and the restart.
std::optional<ProcessStat> look_at_process(pid_t pid)
{
    const Fd fd {::open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC)};
    std::array<char, 1024> text;
    const auto length = fd ? ::read(fd.get(), text.data(), text.size()) : 0;
    if (length <= 0)
        return std::nullopt;
    return parse_process_stat({text.data(), static_cast<std::size_t>(length)});
}

std::vector<ProcessStat> all_processes()
{
    std::vector<ProcessStat> processes;
    for_each_number("/proc", [&](int pid) {
        if (auto stat = look_at_process(pid))
            processes.push_back(*std::move(stat));
    });
    return processes;
}

int count_descriptors(pid_t pid)
{
    const auto directory = fmt::format("/proc/{}/fd", pid);
    struct stat status {};
    if (::stat(directory.c_str(), &status) == 0 && status.st_size > 0)
        return static_cast<int>(status.st_size);  // since Linux 6.2; before it is 0
    int count = 0;
    for_each_number(directory, [&](int /*fd*/) { ++count; });
    return count;
}

void kill_process_tree(pid_t root)
{
    std::vector<pid_t> stopped;
    constexpr int rounds = 5;  // a child may be born while the others are stopped
    for (int i = 0; i < rounds; ++i) {
        auto tree = process_tree(all_processes(), root);
        if (tree == stopped)
            break;
        for (const auto pid : tree)
            ::kill(pid, SIGSTOP);  // a parent that dies would hide its children
        stopped = std::move(tree);
    }
    for (const auto pid : stopped)
        ::kill(pid, SIGKILL);
}

ino_t pid_namespace()
{
    return namespace_of("self");
}

std::string invocation_of(pid_t pid)
{
    constexpr std::string_view name = "INVOCATION_ID=";
    const auto entry = entry_of(pid, name);
    return entry.substr(std::min(name.size(), entry.size()));
}

void kill_started_with(const std::vector<std::string>& entries)
{
    for (const auto& process : all_processes())
        if (process.pid != ::getpid() && process.pid != ::getppid()
            && was_started_with(process.pid, entries) && lives_beside_us(process.pid))
            kill_process_tree(process.pid);
}

void kill_leftovers(pid_t session, const std::string& invocation, pid_t keeper)
{
    const auto processes = all_processes();
    for (const auto& process : processes) {
        const bool is_of_session = process.session == session && process.pid != session;
        const bool may_be_left = !invocation.empty() && process.parent == keeper;
        if (is_of_session || (may_be_left && invocation_of(process.pid) == invocation))
            kill_process_tree(process.pid);
    }
}

std::string port_owner(std::uint16_t port)
{
    for (const auto* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const auto text = read_file(table);
        const auto inode = text ? listening_inode(*text, port) : 0;
        if (inode == 0)
            continue;
        for (const auto& process : all_processes())
            if (has_descriptor(process.pid, fmt::format("socket:[{}]", inode)))
                return fmt::format("{} (pid {})", process.name, process.pid);
    }
    return {};
}

Figures Meter::measure(pid_t pid, double now)
{
    const auto stat = look_at_process(pid);
    if (!stat)
        return {};
    static const auto page_kb = ::sysconf(_SC_PAGESIZE) / 1024;
    static const auto ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    Figures figures {
        .memory_kb = stat->resident_pages * page_kb, .descriptors = count_descriptors(pid)};
    if (pid == pid_ && now > at_ && stat->cpu_ticks >= cpu_ticks_)
        figures.cpu_percent = 100.0 * static_cast<double>(stat->cpu_ticks - cpu_ticks_)
            / ticks_per_second / (now - at_);
    pid_ = pid;
    cpu_ticks_ = stat->cpu_ticks;
    at_ = now;
    return figures;
}

}  // namespace hive
