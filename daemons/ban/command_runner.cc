#include "daemons/ban/command_runner.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ranges>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/log.h"

namespace hive {
namespace {

/// How a program is started: a process group of its own, no signal ignored or blocked, all of
/// its input and output nowhere: our log is an input of hive-ban.
class SpawnRules {
public:
    SpawnRules()
    {
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawn_file_actions_init(&files_);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::sigaddset(&signals, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::posix_spawn_file_actions_addopen(&files_, fd, "/dev/null", O_RDWR, 0);
    }
    SpawnRules(const SpawnRules&) = delete;
    SpawnRules& operator=(const SpawnRules&) = delete;
    ~SpawnRules()
    {
        ::posix_spawn_file_actions_destroy(&files_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    /// @return 0 or an errno
    int spawn(pid_t& pid, char* const* argv, char* const* environment) const
    {
        return ::posix_spawnp(&pid, argv[0], &files_, &attributes_, argv, environment);
    }

private:
    posix_spawnattr_t attributes_ {};
    posix_spawn_file_actions_t files_ {};
};

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    all.reserve(texts.size() + 1);  // the null pointer that ends such a list
    for (auto& text : texts)
        all.push_back(text.data());
    return all;
}

std::optional<int> exit_status(pid_t pid)
{
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return std::nullopt;
    return WEXITSTATUS(status);
}

}  // namespace

std::vector<std::string> command_words(
    std::string_view line, const std::vector<std::pair<std::string_view, std::string>>& values)
{
    std::vector<std::string> words;
    for (const auto part : line | std::views::split(' ')) {
        const std::string_view pattern {part.begin(), part.end()};
        if (pattern.empty())
            continue;
        std::string word;
        for (std::size_t at = 0; at < pattern.size();) {
            const auto rest = pattern.substr(at);
            const auto found = std::ranges::find_if(values, [&](const auto& value) {
                return rest.starts_with(fmt::format("<{}>", value.first));
            });
            if (found == values.end()) {
                word += rest.front();
                ++at;
            } else {
                word += found->second;
                at += found->first.size() + 2;
            }
        }
        words.push_back(std::move(word));
    }
    return words;
}

CommandRunner::~CommandRunner()
{
    for (auto& running : running_) {
        running.ended = Watch {};
        ::kill(-running.pid, SIGKILL);
        exit_status(running.pid);
    }
}

bool CommandRunner::run(Command command, Done done)
{
    if (command.argv.empty() || waiting_.size() >= max_waiting)
        return false;
    waiting_.push_back({.command = std::move(command), .done = std::move(done)});
    start_next();
    return true;
}

void CommandRunner::start_next()
{
    while (running_.size() < max_running && !waiting_.empty()) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        start(std::move(next));
    }
}

bool CommandRunner::start(Waiting waiting)
{
    auto& command = waiting.command;
    auto argv = pointers(command.argv);
    argv.push_back(nullptr);
    auto environment = pointers(command.environment);
    for (auto** own = ::environ; *own != nullptr; ++own)
        environment.push_back(*own);
    environment.push_back(nullptr);
    pid_t pid = 0;
    if (const int error = SpawnRules {}.spawn(pid, argv.data(), environment.data()); error != 0) {
        log::warning("failed start {} {}", log::field("command", command.argv.front()),
            log::field("reason", std::strerror(error)));
        waiting.done(std::nullopt);
        return false;
    }
    auto& running = running_.emplace_back();
    running.program = command.argv.front();
    running.pid = pid;
    running.done = std::move(waiting.done);
    running.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    auto ended = loop_.on_readable(running.pidfd.get(), [this, &running] { finish(running); });
    auto deadline = loop_.after(command.timeout, [&running] {
        log::warning("killed {} reason=timeout", log::field("command", running.program));
        ::kill(-running.pid, SIGKILL);
    });
    if (ended && deadline) {
        running.ended = *std::move(ended);
        running.deadline = *std::move(deadline);
        return true;
    }
    ::kill(-pid, SIGKILL);
    finish(running);
    return false;
}

void CommandRunner::finish(Running& running)
{
    const auto status = exit_status(running.pid);
    auto done = std::move(running.done);
    running_.remove_if([&](const Running& one) { return &one == &running; });
    done(status);
    start_next();
}

}  // namespace hive
