#include "tools/hive-sample/stop_signals.h"

#include <ctime>

namespace hive {

StopSignals::StopSignals()
{
    sigemptyset(&held_);
    sigaddset(&held_, SIGINT);
    sigaddset(&held_, SIGTERM);
    sigprocmask(SIG_BLOCK, &held_, &before_);
}

StopSignals::~StopSignals()
{
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignals::came_within(std::chrono::nanoseconds time) const
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const timespec wait {.tv_sec = whole.count(), .tv_nsec = (time - whole).count()};
    return sigtimedwait(&held_, nullptr, &wait) > 0;
}

}  // namespace hive
