#include "supervisor/keeper/keeper.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <initializer_list>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "supervisor/keeper/clock.h"
#include "supervisor/keeper/systemd_store.h"

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++
namespace {

// Milliseconds, all of them.
constexpr long stable_time = 1'000;  // a core that ran so long is started again at once
constexpr long max_delay = 5'000;  // between two starts of a core that keeps crashing
constexpr int repeat_time = 1'000;  // what was not seen is told again

/// In the form of lib/log.h, which is not linked here.
void warn_of_crash(int status)
{
    timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    tm local {};
    char time[32];
    std::strftime(time, sizeof time, "%F %T", ::localtime_r(&now.tv_sec, &local));
    ::dprintf(STDERR_FILENO, "%s,%03ld [HIVE-SUPERVISOR] [WARNING] restarted core %s=%d\n", time,
        now.tv_nsec / 1'000'000, WIFSIGNALED(status) ? "signal" : "exit",
        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

bool asks_for_successor(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == EX_TEMPFAIL;
}

}  // namespace

Keeper::Keeper(const char* core_path, char** argv) : core_path_ {core_path}, argv_ {argv}
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    receive_from_systemd(store_);
    sigset_t set;
    ::sigemptyset(&set);
    for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1})
        ::sigaddset(&set, number);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    rlimit files {};  // it holds those of all services; the core sets theirs
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int Keeper::run()
{
    for (;;) {
        if (core_ == 0 && milliseconds_now() >= next_start_)
            start_core();
        wait_for_something();
        forward_signals();
        int status = 0;
        const bool has_ended = reap(status);
        if (has_ended)
            close_channel();
        if (core_ == 0 && (is_stopping_ || (has_ended && is_final(status)))) {
            end_everything();
            return WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;
        }
        if (has_ended)
            start_again(status);
    }
}

// ---- the core and its channel ----------------------------------------------------------

void Keeper::start_core()
{
    int pair[2];
    started_ = milliseconds_now();
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        std::abort();
    channel_ = pair[0];
    core_ = ::fork();
    if (core_ == 0) {
        store_.pass_on(pair[1]);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::execv(core_path_, argv_);
        ::dprintf(STDERR_FILENO, "hive-supervisor: %s: %s\n", core_path_, std::strerror(errno));
        ::_exit(EX_SOFTWARE);
    }
    ::close(pair[1]);
    ended_.tell_all(channel_);
}

void Keeper::obey(const char* text, int fd)
{
    if (std::strncmp(text, "keep ", 5) == 0 && fd >= 0) {
        keep_with_systemd(text + 5, fd);
        store_.keep(text + 5, fd);
        return;
    }
    if (fd >= 0)
        ::close(fd);
    if (std::strncmp(text, "drop ", 5) == 0)
        drop(text + 5);
    else if (std::strncmp(text, "seen ", 5) == 0)
        ended_.forget(static_cast<pid_t>(std::strtol(text + 5, nullptr, 10)));
}

/// Sockets that close because everything ends are for who comes next.
void Keeper::drop(const char* name)
{
    store_.drop(name);
    if (!is_stopping_)
        drop_from_systemd(name);
}

void Keeper::receive()
{
    while (channel_ >= 0) {
        char text[256];
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        iovec part {text, sizeof text - 1};
        msghdr message {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t length = ::recvmsg(channel_, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (length <= 0)
            return;
        text[length] = '\0';
        int fd = -1;
        const cmsghdr* header = CMSG_FIRSTHDR(&message);
        if (header != nullptr && header->cmsg_type == SCM_RIGHTS)
            std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
        obey(text, fd);
    }
}

void Keeper::close_channel()
{
    if (channel_ < 0)
        return;
    receive();  // what the core said last
    ::close(channel_);
    channel_ = -1;
}

/// A core that ends by itself and leaves no service has nothing to come back for.
bool Keeper::is_final(int status) const
{
    if (!WIFEXITED(status) || asks_for_successor(status))
        return false;
    return WEXITSTATUS(status) == EX_OK || !store_.holds_services();
}

void Keeper::start_again(int status)
{
    const long now = milliseconds_now();
    next_start_ = now;
    if (asks_for_successor(status))
        return;
    warn_of_crash(status);
    quick_crashes_ = now - started_ > stable_time ? 0 : quick_crashes_ + 1;
    const long delay = 25L << (quick_crashes_ < 8 ? quick_crashes_ : 8);
    if (quick_crashes_ >= 2)
        next_start_ += delay < max_delay ? delay : max_delay;
}

// ---- waiting and reaping ---------------------------------------------------------------

/// @return milliseconds for poll(2); -1 when nothing is due
int Keeper::next_wait() const
{
    if (core_ > 0)
        return ended_.is_empty() ? -1 : repeat_time;
    const long left = next_start_ - milliseconds_now();
    return left > 0 ? static_cast<int>(left) : 0;
}

void Keeper::wait_for_something()
{
    pollfd sources[2] = {{signals_, POLLIN, 0}, {channel_, POLLIN, 0}};
    if (::poll(sources, 2, next_wait()) == 0 && core_ > 0)
        ended_.tell_all(channel_);
    if ((sources[1].revents & POLLIN) != 0)
        receive();
    if ((sources[1].revents & POLLHUP) != 0)
        close_channel();  // else it would be readable for ever; SIGCHLD follows
}

void Keeper::forward_signals()
{
    signalfd_siginfo info;
    while (::read(signals_, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            continue;
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            is_stopping_ = true;
        if (core_ > 0)
            ::kill(core_, static_cast<int>(info.ssi_signo));
    }
}

/// Reaps everything that has ended. @return true when the core was among it
bool Keeper::reap(int& core_status)
{
    bool is_core_gone = false;
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid != core_) {
            ended_.add(pid, status, channel_);
            continue;
        }
        core_ = 0;
        core_status = status;
        is_core_gone = true;
    }
    return is_core_gone;
}

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
