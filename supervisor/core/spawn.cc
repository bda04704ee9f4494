#include "supervisor/core/spawn.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <linux/sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr int first_passed = 3;  // sd_listen_fds(3)

/// The pointers execve(2) takes, made before the clone.
class Pointers {
public:
    explicit Pointers(const std::vector<std::string>& texts)
    {
        for (const auto& text : texts)
            pointers_.push_back(const_cast<char*>(text.c_str()));
        pointers_.push_back(nullptr);
    }
    [[nodiscard]] char** get() { return pointers_.data(); }

private:
    std::vector<char*> pointers_;
};

/// LISTEN_PID is known to the child alone; it writes its number over these blanks.
constexpr std::string_view pid_variable = "LISTEN_PID=";
constexpr std::size_t pid_room = 12;

std::vector<std::string> with_sockets(const SpawnPlan& plan)
{
    auto environment = plan.environment;
    if (!plan.sockets.empty()) {
        environment.push_back(fmt::format("LISTEN_FDS={}", plan.sockets.size()));
        environment.push_back(fmt::format("LISTEN_FDNAMES={}", fmt::join(plan.socket_names, ":")));
        environment.push_back(std::string {pid_variable} + std::string(pid_room, '\0'));
    }
    return environment;
}

/// What the child needs, all of it made before the clone: from there on it may not allocate, as
/// a thread that is no longer there may have held the lock of the heap.
struct ChildSide {
    const SpawnPlan& plan;
    const std::vector<sock_filter>& refused;  // system calls
    std::vector<std::string> environment;
    Pointers argv;
    Pointers envp;
    std::vector<int> copies;  // of the sockets; filled by the child
    int gate = -1;
    int gate_writer = -1;
    int null = -1;
    int rules = -1;

    explicit ChildSide(const SpawnPlan& spawn_plan)
        : plan {spawn_plan}, refused {refused_calls_filter()},
          environment {with_sockets(spawn_plan)}, argv {spawn_plan.words}, envp {environment},
          copies(spawn_plan.sockets.size())
    {
    }

    [[noreturn]] static void give_up(const char* step)
    {
        std::array<char, 512> line;
        const int length = std::snprintf(line.data(), line.size(),
            "hive-supervisor: cannot %s: %s\n", step, ::strerrordesc_np(errno));
        [[maybe_unused]] const auto written
            = ::write(STDERR_FILENO, line.data(), static_cast<std::size_t>(length));
        ::_exit(EX_SOFTWARE);
    }

    /// A copy of `fd` above all places that will be filled.
    [[nodiscard]] int moved_up(int fd) const
    {
        const int copy = ::fcntl(fd, F_DUPFD, places());
        if (copy < 0)
            give_up("copy its descriptors");
        return copy;
    }

    /// 0-2, the sockets, the gate, the Landlock rules.
    [[nodiscard]] int places() const { return first_passed + static_cast<int>(copies.size()) + 2; }

    /// Sockets to 3, 4, …, then what is needed up to exec; all else that the core had open
    /// closes at once, lest a child at its gate keep a dead core's sockets alive.
    void arrange_descriptors()
    {
        for (std::size_t i = 0; i < copies.size(); ++i)
            copies[i] = moved_up(plan.sockets[i]);
        const int gate_copy = moved_up(gate);
        const int rules_copy = plan.rules < 0 ? -1 : moved_up(plan.rules);
        ::dup2(null, STDIN_FILENO);
        ::dup2(plan.output, STDOUT_FILENO);
        ::dup2(plan.output, STDERR_FILENO);
        int place = first_passed;
        for (const int copy : copies)
            ::dup2(copy, place++);
        gate = ::dup3(gate_copy, place++, O_CLOEXEC);
        rules = rules_copy < 0 ? -1 : ::dup3(rules_copy, place++, O_CLOEXEC);
        ::syscall(SYS_close_range, static_cast<unsigned>(place), ~0U, 0);
    }

    void name_own_pid()
    {
        if (plan.sockets.empty())
            return;
        auto* const place = environment.back().data() + pid_variable.size();
        std::snprintf(place, pid_room, "%d", static_cast<int>(::syscall(SYS_getpid)));
    }

    /// The core's handlers must not run here: ignored and caught signals become what they
    /// are at first, then none is blocked.
    static void reset_signals()
    {
        for (int number = 1; number < NSIG; ++number)
            ::signal(number, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    }

    void limit_resources() const
    {
        apply(plan.limits);
        if (plan.nice != 0 && ::setpriority(PRIO_PROCESS, 0, plan.nice) != 0)
            give_up("set its nice value");
        ::umask(plan.umask);
    }

    void enter_sandbox() const
    {
        if (const auto* step = become(plan.identity))
            give_up(step);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // no service outlives the keeper
        if (!plan.directory.empty() && ::chdir(plan.directory.c_str()) != 0)
            give_up("enter its working directory");
        if (!plan.is_sandboxed)
            return;
        if (rules >= 0 && !restrict_files(rules))
            give_up("restrict files");
        refuse_calls(refused);
    }

    /// Until the core has put this process where the next core would find it.
    void wait_at_gate() const
    {
        char go = 0;
        ssize_t got = 0;
        while ((got = ::read(gate, &go, 1)) < 0 && errno == EINTR) { }
        if (got != 1)
            ::_exit(EX_SOFTWARE);
    }

    [[noreturn]] void run()
    {
        ::close(gate_writer);
        ::setsid();
        arrange_descriptors();
        reset_signals();
        name_own_pid();
        limit_resources();
        enter_sandbox();
        wait_at_gate();
        ::execve(plan.program.c_str(), argv.get(), envp.get());
        give_up("run the program");
    }
};

/// Born in a cgroup of its own. systemd's RestrictNamespaces refuses clone3(2) whole, since no
/// filter can look into its arguments.
pid_t clone_into_cgroup(int& pidfd, int cgroup)
{
    clone_args arguments {};
    arguments.flags = CLONE_PIDFD | CLONE_PARENT | CLONE_INTO_CGROUP;
    arguments.cgroup = static_cast<std::uint64_t>(cgroup);
    arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
    arguments.exit_signal = 0;  // with CLONE_PARENT it is the parent's own
    return static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

pid_t clone_under_keeper(int& pidfd)
{
    constexpr unsigned long flags = CLONE_PIDFD | CLONE_PARENT;
    return static_cast<pid_t>(::syscall(SYS_clone, flags, nullptr, &pidfd, nullptr, nullptr));
}

}  // namespace

Result<> spawn(const SpawnPlan& plan, const std::function<void(Spawned)>& secured)
{
    ChildSide child {plan};
    std::array<int, 2> gate {};
    if (::pipe2(gate.data(), O_CLOEXEC) != 0)
        return std::unexpected {Error::from_errno(errno, "pipe")};
    const Fd gate_reader {gate[0]};
    const Fd gate_writer {gate[1]};
    const Fd null {::open("/dev/null", O_RDWR | O_CLOEXEC)};
    if (!null)
        return std::unexpected {Error::from_errno(errno, "open /dev/null")};
    child.gate = gate_reader.get();
    child.gate_writer = gate_writer.get();
    child.null = null.get();

    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, &before);
    int pidfd = -1;
    auto pid = plan.cgroup >= 0 ? clone_into_cgroup(pidfd, plan.cgroup) : -1;
    const bool is_in_cgroup = pid >= 0;
    if (!is_in_cgroup)
        pid = clone_under_keeper(pidfd);
    if (pid == 0)
        child.run();
    const int clone_error = errno;
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0)
        return std::unexpected {Error::from_errno(clone_error, "clone")};
    secured({.pid = pid, .pidfd = Fd {pidfd}, .is_in_cgroup = is_in_cgroup});
    [[maybe_unused]] const auto opened = ::write(gate_writer.get(), "", 1);
    return {};
}

}  // namespace hive
