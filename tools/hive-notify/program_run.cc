#include "tools/hive-notify/program_run.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/fd.h"

namespace hive {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (auto& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A file without a name: a program that does not read it blocks nobody.
Result<Fd> input_with(const std::string& text)
{
    Fd fd {::memfd_create("message", MFD_CLOEXEC)};
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())
        || ::lseek(fd.get(), 0, SEEK_SET) != 0)
        return std::unexpected {Error::from_errno(errno, "keep the message")};
    return fd;
}

Result<pid_t> start(const ExecJob& job, const Fd& input)
{
    auto words = job.words;
    auto environment = job.environment;
    for (char** entry = ::environ; *entry != nullptr; ++entry)
        environment.emplace_back(*entry);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input.get(), STDIN_FILENO);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // killed as a group
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, words.front().c_str(), &actions, &attributes,
        pointers_to(words).data(), pointers_to(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return std::unexpected {Error::from_errno(error, "run " + words.front())};
    return pid;
}

}  // namespace

Result<std::string> run_program(const ExecJob& job, std::chrono::seconds timeout)
{
    const auto input = TRY(input_with(job.body));
    const auto pid = TRY(start(job, input));
    const Fd pidfd {static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    pollfd ended {.fd = pidfd.get(), .events = POLLIN, .revents = 0};
    const auto wait = std::chrono::milliseconds {timeout}.count();
    const bool is_late = ::poll(&ended, 1, static_cast<int>(wait)) == 0;
    if (is_late)
        ::kill(-pid, SIGKILL);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    if (is_late)
        return fail("{} did not end within {} s", job.words.front(), timeout.count());
    if (WIFSIGNALED(status))
        return fail("{} ended by signal {}", job.words.front(), WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        return fail("{} exit {}", job.words.front(), WEXITSTATUS(status));
    return "exit 0";
}

}  // namespace hive
