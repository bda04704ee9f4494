#include "supervisor/core/errand.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/log.h"
#include "supervisor/core/child_environment.h"
#include "supervisor/core/command_line.h"
#include "supervisor/core/process.h"
#include "supervisor/core/spawn.h"

namespace hive {
namespace {

constexpr int errand_limit = 64;
constexpr std::size_t output_limit = 4096;

std::string kept_name(int place)
{
    return fmt::format("errand.{}", place);
}

/// @return 0 when the process has been reaped
pid_t process_of(const Fd& pidfd)
{
    const auto text = read_file(fmt::format("/proc/self/fdinfo/{}", pidfd.get()));
    const auto at = text ? text->find("Pid:") : std::string::npos;
    return at == std::string::npos ? 0 : std::max(std::atoi(text->c_str() + at + 4), 0);
}

Result<Fd> open_log(const std::string& path)
{
    Fd fd {::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    return fd;
}

struct Pipe {
    Fd reader;
    Fd writer;
};

/// Where it writes to, and for a pipe where that is read.
Result<Pipe> open_output(const Errand& errand)
{
    if (!errand.log_path.empty())
        return Pipe {.reader = Fd {}, .writer = TRY(open_log(errand.log_path))};
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::unexpected {Error::from_errno(errno, "pipe")};
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe {.reader = Fd {ends[0]}, .writer = Fd {ends[1]}};
}

Result<SpawnPlan> plan_of(const Errand& errand)
{
    SpawnPlan plan {
        .program = TRY(find_program(errand.words.front(), own_directory(), search_path())),
        .words = errand.words,
        .environment = standard_environment(),
        .is_sandboxed = !errand.starts_others};
    plan.environment.insert(
        plan.environment.end(), errand.environment.begin(), errand.environment.end());
    if (!errand.user.empty() && ::geteuid() == 0)
        plan.identity = TRY(find_identity(errand.user, errand.group, 0));
    plan.identity.gains_privileges = errand.starts_others;
    if (errand.channel >= 0) {
        plan.sockets = {errand.channel};
        plan.socket_names = {"channel"};
    }
    return plan;
}

}  // namespace

Result<pid_t> Errands::start(const Errand& errand, Finished finished)
{
    const auto place = free_place();
    if (place == errand_limit)
        return fail("{} programs run already", errand_limit);
    auto plan = TRY(plan_of(errand));
    auto output = TRY(open_output(errand));
    plan.output = output.writer.get();
    const auto rules = errand.is_read_only ? landlock_rules({"/"}, {"/dev/null"}) : Fd {};
    plan.rules = rules.get();
    pid_t pid = 0;
    TRY(spawn(plan, [&](Spawned spawned) {
        pid = spawned.pid;
        keeper_.keep(kept_name(place), spawned.pidfd.get());
        running_[pid] = Running {.place = place,
            .starts_others = errand.starts_others,
            .finished = std::move(finished),
            .pidfd = std::move(spawned.pidfd),
            .output = std::move(output.reader)};
    }));
    if (const auto watched = watch(pid, errand.timeout); !watched)
        log::error("{}", watched.error().message());  // it still ends, and is heard of then
    return pid;
}

Result<> Errands::watch(pid_t pid, std::chrono::milliseconds timeout)
{
    auto& running = running_.at(pid);
    if (running.output)
        running.readable
            = TRY(loop_.on_readable(running.output.get(), [&running] { read_output(running); }));
    if (timeout.count() > 0)
        running.deadline = TRY(loop_.after(timeout, [&running, pid] {
            running.is_timed_out = true;
            kill_process_tree(pid);
        }));
    return {};
}

void Errands::read_output(Running& running)
{
    std::array<char, output_limit> bytes;
    ssize_t length = 0;
    while ((length = ::read(running.output.get(), bytes.data(), bytes.size())) > 0) {
        running.said.append(bytes.data(), static_cast<std::size_t>(length));
        if (running.said.size() > output_limit)
            running.said.erase(0, running.said.size() - output_limit);
    }
    if (length == 0 || errno != EAGAIN)
        running.readable = {};
}

void Errands::abandon(pid_t pid)
{
    const auto found = running_.find(pid);
    if (found == running_.end())
        return;
    found->second.finished = [](const ErrandOutcome& /*outcome*/) { };
    kill_process_tree(pid);
}

bool Errands::ended(pid_t pid, int status)
{
    const auto found = running_.find(pid);
    if (found == running_.end())
        return false;
    if (found->second.output)
        read_output(found->second);
    auto running = std::move(found->second);
    running_.erase(found);
    keeper_.drop(kept_name(running.place));
    if (!running.starts_others)
        kill_leftovers(pid, "", 0);
    running.finished({.status = status,
        .is_timed_out = running.is_timed_out,
        .output = std::move(running.said)});
    return true;
}

int Errands::free_place() const
{
    int place = 0;
    const auto is_taken = [&place](const auto& entry) { return entry.second.place == place; };
    while (place < errand_limit && std::ranges::any_of(running_, is_taken))
        ++place;
    return place;
}

void Errands::end_former(const std::function<Fd(const std::string&)>& claim)
{
    for (int place = 0; place < errand_limit; ++place)
        if (const auto pidfd = claim(kept_name(place))) {
            if (const auto pid = process_of(pidfd); pid > 0)
                kill_process_tree(pid);
            keeper_.drop(kept_name(place));
        }
}

}  // namespace hive
