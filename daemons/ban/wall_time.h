// daemons/ban/wall_time.h - moments by the clock on the wall, and as logs tell them.
#pragma once

#include <algorithm>
#include <chrono>

namespace hive {

using WallTime = std::chrono::system_clock::time_point;

/// What a log says: it may lie beyond the year 2262, where a WallTime ends.
using LogTime = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] constexpr WallTime to_wall_time(LogTime time)
{
    constexpr auto last = std::chrono::floor<std::chrono::milliseconds>(WallTime::max());
    return std::clamp<LogTime>(time, LogTime {}, last);
}

}  // namespace hive
