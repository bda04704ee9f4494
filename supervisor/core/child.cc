#include "supervisor/core/child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/core/child_environment.h"
#include "supervisor/core/command_line.h"
#include "supervisor/core/environment_file.h"
#include "supervisor/core/process.h"
#include "supervisor/core/spawn.h"

namespace hive {
namespace {

Result<> make_state_directory(const ServiceConfig& service, const Identity& identity)
{
    const auto path = service.state_directory();
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return fail("make {}: {}", path, error.message());
    constexpr mode_t mode = 0750;  // readers are in the group, which the service itself is of
    if ((identity.is_switched && ::chown(path.c_str(), identity.user, identity.group) != 0)
        || ::chmod(path.c_str(), mode) != 0)
        return std::unexpected {Error::from_errno(errno, "make " + path)};
    return {};
}

Result<Fd> open_log(const std::string& path)
{
    Fd fd {::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    return fd;
}

Result<> make_log_files(const ServiceConfig& service, const Identity& identity)
{
    for (const auto& path : service.own_log_paths()) {
        const auto fd = TRY(open_log(path));
        if (identity.is_switched && ::fchown(fd.get(), identity.user, identity.group) != 0)
            return std::unexpected {Error::from_errno(errno, "chown " + path)};
    }
    return {};
}

Fd file_rules(const ServiceConfig& service)
{
    if (!service.is_sandboxed)
        return Fd {};
    for (const auto& path : service.writable)
        if (::access(path.c_str(), F_OK) != 0)
            log::warning("missing {} {}: it may not make it", log::field("writable", path),
                log::field("service", service.name));
    auto writable = service.writable;
    writable.push_back(service.state_directory());
    for (auto& path : service.own_log_paths())
        writable.push_back(std::move(path));
    auto readable = service.readable;
    if (!service.credentials.empty())
        readable.push_back(service.credentials_directory());
    for (const auto* device : {"/dev/null", "/dev/zero", "/dev/full"})
        writable.emplace_back(device);
    return landlock_rules(readable, writable);
}

/// HIVE_SYNC_PASSWORD and the like reach the service they belong to, and no other.
void append_own_options(const ServiceConfig& service, std::vector<std::string>& environment)
{
    auto prefix = "HIVE_" + service.short_name() + '_';
    for (auto& c : prefix)
        c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (char** entry = ::environ; *entry != nullptr; ++entry)
        if (std::string_view {*entry}.starts_with(prefix))
            environment.emplace_back(*entry);
}

Result<> append_file(const std::string& path_or_optional, std::vector<std::string>& environment)
{
    if (path_or_optional.empty())
        return {};
    const bool may_be_missing = path_or_optional.front() == '-';
    const auto path = path_or_optional.substr(may_be_missing ? 1 : 0);
    if (may_be_missing && ::access(path.c_str(), F_OK) != 0)
        return {};
    constexpr std::size_t size_limit = 64 << 10;
    auto variables = parse_environment_file(TRY(read_file(path, size_limit)));
    if (!variables)
        return fail("{}: {}", path, variables.error().message());
    environment.insert(environment.end(), variables->begin(), variables->end());
    return {};
}

Result<std::vector<std::string>> environment_of(
    const ServiceConfig& service, const ChildSetting& setting)
{
    auto environment = standard_environment();
    environment.push_back("NOTIFY_SOCKET=" + setting.notify_path);
    environment.push_back("INVOCATION_ID=" + setting.invocation);
    environment.push_back("TMPDIR=" + service.state_directory());
    if (service.watchdog.count() > 0)
        environment.push_back(
            fmt::format("WATCHDOG_USEC={}", std::chrono::microseconds {service.watchdog}.count()));
    if (!service.credentials.empty())
        environment.push_back("CREDENTIALS_DIRECTORY=" + service.credentials_directory());
    append_own_options(service, environment);
    TRY(append_file(service.environment_file, environment));
    environment.insert(environment.end(), service.environment.begin(), service.environment.end());
    return environment;
}

}  // namespace

Result<Identity> identity_of(const ServiceConfig& service)
{
    if (service.user.empty() || ::geteuid() != 0)
        return Identity {};
    return find_identity(service.user, service.group,
        service.capability_bits() & own_capabilities(), service.extra_groups);
}

Result<> Child::start(const ServiceConfig& service, const ChildSetting& setting,
    const std::function<void(Child)>& secured)
{
    SpawnPlan plan {
        .program = TRY(find_program(service.command.words.front(), own_directory(), search_path())),
        .words = service.command.words,
        .environment = TRY(environment_of(service, setting)),
        .sockets = setting.descriptors,
        .socket_names = setting.names,
        .identity = setting.identity,
        .is_sandboxed = service.is_sandboxed,
        .limits = service.limits,
        .umask = service.umask,
        .nice = service.nice,
        .directory = service.working_directory,
        .cgroup = setting.cgroup};
    TRY(make_state_directory(service, plan.identity));
    TRY(make_log_files(service, plan.identity));
    const auto output = TRY(open_log(service.log_path()));
    const auto rules = file_rules(service);
    plan.output = output.get();
    plan.rules = rules.get();

    return spawn(plan, [&secured](Spawned spawned) {
        const auto stat = look_at_process(spawned.pid);
        Child child;
        child.pid_ = spawned.pid;
        child.pidfd_ = std::move(spawned.pidfd);
        child.start_ticks_ = stat ? stat->start_ticks : 0;
        child.was_born_in_cgroup_ = spawned.is_in_cgroup;
        secured(std::move(child));
    });
}

Result<Child> Child::adopt(pid_t pid, Fd pidfd, std::uint64_t start_ticks)
{
    const auto stat = look_at_process(pid);
    if (!pidfd || (stat && stat->start_ticks != start_ticks))
        return fail("process {} is not the one that was started", pid);
    Child child;
    child.pid_ = pid;
    child.pidfd_ = std::move(pidfd);
    child.start_ticks_ = start_ticks;
    return child;
}

void Child::signal(int number) const
{
    ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0);
}

void Child::kill_tree() const
{
    kill_process_tree(pid_);
    signal(SIGKILL);
}

void Child::kill_group() const
{
    ::kill(-pid_, SIGKILL);  // it led its session, so the group has its number
}

}  // namespace hive
