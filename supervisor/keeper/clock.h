// supervisor/keeper/clock.h - the keeper's time.
#pragma once

#include <ctime>

namespace hive {

/// Of a clock that only runs forward.
inline long milliseconds_now()
{
    timespec now {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace hive
