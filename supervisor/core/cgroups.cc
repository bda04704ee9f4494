#include "supervisor/core/cgroups.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/number.h"
#include "supervisor/core/process.h"

namespace hive {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "hive.";

std::vector<std::string_view> words_of(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!line.empty()) {
        words.push_back(line.substr(0, line.find(' ')));
        line.remove_prefix(std::min(words.back().size() + 1, line.size()));
    }
    return words;
}

template <class Visit>
void for_each_line(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        visit(line);
    }
}

bool write_number(const std::string& path, int number)
{
    const Fd fd {::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    const auto text = fmt::format("{}", number);
    return fd && ::write(fd.get(), text.data(), text.size()) > 0;
}

/// Whether the keeper named in "hive.NUMBER.NAMESPACE.SERVICE" is no more. Only one of the same
/// namespace can be looked for: seen from a container, those outside all seem gone.
bool is_of_dead_keeper(std::string_view name)
{
    if (!name.starts_with(prefix))
        return false;
    name.remove_prefix(prefix.size());
    const auto keeper = take_number<pid_t>(name);
    return keeper && name.starts_with(fmt::format(".{}.", pid_namespace()))
        && !look_at_process(*keeper);
}

}  // namespace

// mountinfo: ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS ... - TYPE SOURCE SUPER
std::string cgroup_directory(std::string_view mounts, std::string_view membership)
{
    std::string mounted;
    std::string root;
    for_each_line(mounts, [&](std::string_view line) {
        const auto words = words_of(line);
        if (line.contains(" - cgroup2 ") && words.size() > 4 && mounted.empty()) {
            root = words[3];
            mounted = words[4];
        }
    });
    std::string own;
    for_each_line(membership, [&](std::string_view line) {
        if (line.starts_with("0::"))
            own = line.substr(3);
    });
    if (mounted.empty() || own.empty() || own.contains(".."))
        return {};
    if (root != "/" && own.starts_with(root))
        own.erase(0, root.size());
    return own == "/" || own.empty() ? mounted : mounted + own;
}

Cgroups::Cgroups(pid_t keeper) : keeper_ {keeper}
{
    const auto mounts = read_file("/proc/self/mountinfo");
    const auto membership = read_file("/proc/self/cgroup");
    if (!mounts || !membership)
        return;
    directory_ = cgroup_directory(*mounts, *membership);
    if (directory_.empty())
        return;
    const auto trial = path("trial");
    ::mkdir(trial.c_str(), 0755);
    if (::access((trial + "/cgroup.kill").c_str(), W_OK) != 0)
        directory_.clear();
    ::rmdir(trial.c_str());
}

std::string Cgroups::path(const std::string& run) const
{
    return are_available()
        ? fmt::format("{}/{}{}.{}.{}", directory_, prefix, keeper_, pid_namespace(), run)
        : "";
}

Fd Cgroups::make(const std::string& run) const
{
    if (!are_available())
        return Fd {};
    const auto directory = path(run);
    ::mkdir(directory.c_str(), 0755);
    return Fd {::open(directory.c_str(), O_DIRECTORY | O_RDONLY | O_CLOEXEC)};
}

void Cgroups::enter(const std::string& run, pid_t pid) const
{
    if (are_available())
        write_number(path(run) + "/cgroup.procs", pid);
}

bool Cgroups::kill(const std::string& run) const
{
    return are_available() && write_number(path(run) + "/cgroup.kill", 1);
}

void Cgroups::remove(const std::string& run)
{
    if (!are_available())
        return;
    waste_.push_back(path(run));
    sweep();
}

void Cgroups::sweep()
{
    std::erase_if(waste_,
        [](const std::string& path) { return ::rmdir(path.c_str()) == 0 || errno == ENOENT; });
}

void Cgroups::end_former() const
{
    if (!are_available())
        return;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator {directory_, ignored})
        if (is_of_dead_keeper(entry.path().filename().string())) {
            write_number(entry.path().string() + "/cgroup.kill", 1);
            ::rmdir(entry.path().c_str());  // else the next supervisor does
        }
}

}  // namespace hive
