#include "supervisor/core/backoff.h"

#include <algorithm>
#include <cassert>

namespace hive {

std::chrono::milliseconds Backoff::delay(int failures, double random) const
{
    assert(failures >= 1);
    if (failures == 1)
        return std::chrono::milliseconds {0};
    auto wait = initial;
    for (int i = 2; i < failures && wait < cap; ++i)
        wait *= 2;
    const auto scale = 0.9 + 0.2 * random;
    const auto count = static_cast<double>(std::min(wait, cap).count()) * scale;
    return std::chrono::milliseconds {static_cast<long>(count)};
}

}  // namespace hive
