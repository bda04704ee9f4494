#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "supervisor/keeper/clock.h"
#include "supervisor/keeper/keeper.h"

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++
namespace {

// Milliseconds.
constexpr long term_time = 10'000;  // for services to end by themselves when there is no core
constexpr long kill_time = 1'000;
constexpr int kill_rounds = 5;

/// SIGKILL to every child there is, orphans that came to this process among them.
void kill_children()
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d/children", ::getpid());
    char text[8192] = "";
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t length = ::read(fd, text, sizeof text - 1);
    ::close(fd);
    text[length < 0 ? 0 : length] = '\0';
    char* end = text;
    for (long pid = 0; (pid = std::strtol(end, &end, 10)) > 0 && *end == ' ';)
        ::kill(static_cast<pid_t>(pid), SIGKILL);
}

void drain(int signals)
{
    signalfd_siginfo info;
    while (::read(signals, &info, sizeof info) == sizeof info) { }
}

}  // namespace

/// @return true once there is no child left
bool Keeper::wait_for_children(long time) const
{
    const long deadline = milliseconds_now() + time;
    for (;;) {
        int status = 0;
        pid_t pid = 0;
        while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) { }
        if (pid < 0)
            return true;
        const long left = deadline - milliseconds_now();
        if (left <= 0)
            return false;
        pollfd waiting {signals_, POLLIN, 0};
        ::poll(&waiting, 1, static_cast<int>(left));
        drain(signals_);
    }
}

/// The core has gone, or has left something behind.
void Keeper::end_everything() const
{
    store_.signal_services(SIGTERM);
    if (store_.holds_services() && wait_for_children(term_time))
        return;
    for (int i = 0; i < kill_rounds; ++i) {  // again: killing parents brings their orphans
        kill_children();
        if (wait_for_children(kill_time))
            return;
    }
}

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
