#include "supervisor/core/sandbox.h"

#include <array>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hive {
namespace {

// Names, not numbers: one table for x86-64 and arm64.
constexpr auto refused_calls = std::to_array<int>(
    {SYS_mount, SYS_umount2, SYS_pivot_root, SYS_ptrace, SYS_process_vm_writev, SYS_kexec_load,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_bpf, SYS_perf_event_open,
        SYS_keyctl, SYS_add_key, SYS_request_key, SYS_unshare, SYS_setns, SYS_reboot, SYS_swapon,
        SYS_settimeofday, SYS_clock_settime, SYS_userfaultfd, SYS_io_uring_setup});
#if defined(__x86_64__)
constexpr unsigned this_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned this_architecture = AUDIT_ARCH_AARCH64;
#endif
constexpr unsigned x32_bit = 0x40000000;

/// No namespaces by clone(2); clone3(2), whose flags no filter sees, is not there at all: the C
/// library takes clone(2) then. The number of the call is in the accumulator.
void refuse_namespaces(std::vector<sock_filter>& filter)
{
    constexpr unsigned namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC
        | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    constexpr auto flags_at = offsetof(seccomp_data, args);  // the lower half: little endian
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, flags_at));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, namespaces, 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

std::vector<sock_filter> build_filter()
{
    std::vector<sock_filter> filter {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, this_architecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, x32_bit, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)};
    for (const int call : refused_calls) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
        filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    refuse_namespaces(filter);
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return filter;
}

constexpr std::uint64_t truncate_right = std::uint64_t {1} << 14;  // newer than Debian 12's header
constexpr std::uint64_t read_rights
    = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t file_rights = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE
    | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate_right;

/// Every right the kernel's version of Landlock knows of; 0 where it has none.
std::uint64_t known_rights()
{
    const auto version = landlock_version();
    if (version < 1)
        return 0;
    std::uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (version >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        rights |= truncate_right;
    return rights;
}

void allow(int rules, const std::string& path, std::uint64_t rights)
{
    const Fd fd {::open(path.c_str(), O_PATH | O_CLOEXEC)};
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return;
    if (!S_ISDIR(status.st_mode))
        rights &= file_rights;  // rights of directories on a file are refused whole
    const landlock_path_beneath_attr beneath {.allowed_access = rights, .parent_fd = fd.get()};
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

bool is_kept(std::uint64_t capabilities, int capability)
{
    return (capabilities >> capability & 1) != 0;
}

bool keep_capabilities(std::uint64_t capabilities)
{
    __user_cap_header_struct header {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const auto low = static_cast<unsigned>(capabilities);
    const auto high = static_cast<unsigned>(capabilities >> 32);
    // Ambient capabilities must be permitted and inheritable, too.
    const std::array<__user_cap_data_struct, 2> sets {{{low, low, low}, {high, high, high}}};
    if (::syscall(SYS_capset, &header, sets.data()) != 0)
        return false;
    for (int i = 0; i <= CAP_LAST_CAP; ++i)
        if (is_kept(capabilities, i) && ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0)
            return false;
    return true;
}

}  // namespace

void apply(const ResourceLimits& limits)
{
    const auto set = [](__rlimit_resource resource, std::int64_t wanted) {
        const auto value = static_cast<rlim_t>(wanted);
        const rlimit limit {value, value};
        rlimit present {};
        if (::setrlimit(resource, &limit) == 0 || ::getrlimit(resource, &present) != 0)
            return;
        present.rlim_cur = present.rlim_max;
        ::setrlimit(resource, &present);
    };
    set(RLIMIT_NOFILE, limits.files);
    set(RLIMIT_CORE, limits.core_size);
    if (limits.memory > 0)
        set(RLIMIT_AS, limits.memory);
    if (limits.processes > 0)
        set(RLIMIT_NPROC, limits.processes);
    if (limits.file_size > 0)
        set(RLIMIT_FSIZE, limits.file_size);
}

std::uint64_t own_capabilities()
{
    __user_cap_header_struct header {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, 2> sets {};
    if (::syscall(SYS_capget, &header, sets.data()) != 0)
        return 0;
    return std::uint64_t {sets[1].permitted} << 32 | sets[0].permitted;
}

Result<Identity> find_identity(const std::string& user, const std::string& group,
    std::uint64_t capabilities, const std::vector<std::string>& extra_groups)
{
    const auto* account = ::getpwnam(user.c_str());
    if (account == nullptr)
        return fail("no user is called {}", user);
    Identity identity {.is_switched = true,
        .user = account->pw_uid,
        .group = account->pw_gid,
        .capabilities = capabilities};
    if (!group.empty()) {
        const auto* entry = ::getgrnam(group.c_str());
        if (entry == nullptr)
            return fail("no group is called {}", group);
        identity.group = entry->gr_gid;
    }
    int count = 64;
    identity.groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(user.c_str(), identity.group, identity.groups.data(), &count) < 0)
        return fail("user {} is in more than 64 groups", user);
    identity.groups.resize(static_cast<std::size_t>(count));
    for (const auto& name : extra_groups) {
        const auto* entry = ::getgrnam(name.c_str());
        if (entry == nullptr)
            return fail("no group is called {}", name);
        identity.groups.push_back(entry->gr_gid);
    }
    return identity;
}

// Raw calls for the ids: those of glibc would signal threads that do not exist in the child.
const char* become(const Identity& identity)
{
    if (identity.is_switched) {
        for (int i = 0; i <= CAP_LAST_CAP; ++i)  // needs CAP_SETPCAP, so it comes first
            if (!is_kept(identity.capabilities, i))
                ::prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
        ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
        const auto group = identity.group;
        const auto user = identity.user;
        if (::syscall(SYS_setgroups, identity.groups.size(), identity.groups.data()) != 0
            || ::syscall(SYS_setresgid, group, group, group) != 0
            || ::syscall(SYS_setresuid, user, user, user) != 0)
            return "switch the user";
        if (!keep_capabilities(identity.capabilities))
            return "keep the capabilities";
    }
    if (identity.gains_privileges)
        return nullptr;
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? nullptr : "set no_new_privs";
}

const std::vector<sock_filter>& refused_calls_filter()
{
    static const auto filter = build_filter();
    return filter;
}

int refused_call_count()
{
    return static_cast<int>(refused_calls.size());
}

void refuse_calls(const std::vector<sock_filter>& filter)
{
    const sock_fprog program {.len = static_cast<unsigned short>(filter.size()),
        .filter = const_cast<sock_filter*>(filter.data())};
    ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

Fd landlock_rules(
    const std::vector<std::string>& readable, const std::vector<std::string>& writable)
{
    const auto rights = known_rights();
    if (rights == 0)
        return Fd {};
    const landlock_ruleset_attr handled {.handled_access_fs = rights};
    Fd rules {
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0))};
    for (const auto& path : readable)
        allow(rules.get(), path, read_rights);
    for (const auto& path : writable)
        allow(rules.get(), path, rights);
    return rules;
}

int landlock_version()
{
    const auto version
        = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 1 ? 0 : static_cast<int>(version);
}

bool restrict_files(int rules)
{
    return ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

}  // namespace hive
