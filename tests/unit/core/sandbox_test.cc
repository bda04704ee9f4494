#include "supervisor/core/sandbox.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "supervisor/core/capability.h"

namespace hive {
namespace {

/// Runs `attempt` in a child of this test, since a sandbox cannot be left again.
int status_in_child(const std::function<int()>& attempt)
{
    const pid_t pid = ::fork();
    if (pid == 0)
        ::_exit(attempt());
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(Sandbox, RefusesTracingAndMounting)
{
    EXPECT_EQ(status_in_child([] {
        if (become(Identity {}) != nullptr)
            return 1;
        refuse_calls(refused_calls_filter());
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != -1 || errno != EPERM)
            return 2;
        return ::unshare(0) == -1 && errno == EPERM ? 0 : 3;
    }),
        0);
}

TEST(Sandbox, RefusesNamespacesOfANewProcessAndNothingElseOfIt)
{
    EXPECT_EQ(status_in_child([] {
        if (become(Identity {}) != nullptr)
            return 1;
        refuse_calls(refused_calls_filter());
        if (::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr) != -1
            || errno != EPERM)
            return 2;
        if (::syscall(SYS_clone3, nullptr, 0) != -1 || errno != ENOSYS)
            return 3;
        return status_in_child([] { return 0; });
    }),
        0);
}

TEST(Sandbox, KeepsFilesOutsideItsPathsFromBeingWritten)
{
    std::string pattern = testing::TempDir() + "sandboxXXXXXX";
    const std::string directory = ::mkdtemp(pattern.data());
    std::filesystem::create_directory(directory + "/own");
    const auto rules = landlock_rules({"/"}, {directory + "/own"});
    if (!rules)
        GTEST_SKIP() << "this kernel has no Landlock";
    const auto outcome = status_in_child([&] {
        if (become(Identity {}) != nullptr || !restrict_files(rules.get()))
            return 1;
        if (::open((directory + "/own/a").c_str(), O_CREAT | O_WRONLY, 0600) < 0)
            return 2;
        if (::open((directory + "/b").c_str(), O_CREAT | O_WRONLY, 0600) >= 0)
            return 3;
        return ::open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 4;
    });
    std::filesystem::remove_all(directory);
    EXPECT_EQ(outcome, 0);
}

TEST(Sandbox, SwitchesUserAndKeepsOneCapability)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root can switch users";
    const auto net_admin = parse_capability("CAP_NET_ADMIN").value();
    const auto identity = find_identity("nobody", "", net_admin).value();
    EXPECT_EQ(status_in_child([&] {
        if (become(identity) != nullptr)
            return 1;
        if (::getuid() != identity.user || ::getgid() != identity.group)
            return 2;
        if (::prctl(PR_CAPBSET_READ, 12) != 1 || ::prctl(PR_CAPBSET_READ, 21) != 0)
            return 3;
        if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 12, 0, 0) != 1)
            return 4;
        return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && ::setuid(0) == -1 ? 0 : 5;
    }),
        0);
}

TEST(Sandbox, LimitsWhatAProcessMayTake)
{
    EXPECT_EQ(status_in_child([] {
        apply(ResourceLimits {.files = 20, .memory = 1 << 30, .file_size = 4096});
        rlimit limit {};
        if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max != 20)
            return 1;
        if (::getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0)
            return 2;
        if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_max != 1 << 30)
            return 3;
        return ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_max == 4096 ? 0 : 4;
    }),
        0);
}

TEST(Sandbox, KnowsUsersByName)
{
    EXPECT_FALSE(find_identity("no-such-user-here", "", 0));
    EXPECT_FALSE(find_identity("nobody", "no-such-group-here", 0));
    EXPECT_FALSE(find_identity("nobody", "", 0, {"no-such-group-here"}));
    EXPECT_EQ(find_identity("nobody", "", 0, {"mail"}).value().groups.back(), 8U);
}

TEST(Capability, IsKnownByNameInEitherCase)
{
    EXPECT_EQ(parse_capability("CAP_CHOWN").value(), 1U);
    EXPECT_EQ(parse_capability("cap_net_admin").value(), 1U << 12);
    EXPECT_EQ(parse_capability("CAP_CHECKPOINT_RESTORE").value(), std::uint64_t {1} << 40);
    EXPECT_FALSE(parse_capability("NET_ADMIN"));
    EXPECT_FALSE(parse_capability(""));
}

}  // namespace
}  // namespace hive
