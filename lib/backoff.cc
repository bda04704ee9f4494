#include "lib/backoff.h"

#include <algorithm>
#include <cassert>

namespace hive {

std::chrono::milliseconds with_jitter(std::chrono::milliseconds span, double chance)
{
    const auto count = static_cast<double>(span.count()) * (0.9 + 0.2 * chance);
    return std::chrono::milliseconds {static_cast<std::chrono::milliseconds::rep>(count)};
}

std::chrono::milliseconds Backoff::delay(int failures, double chance) const
{
    assert(failures >= 1);
    auto wait = initial;
    for (int i = 1; i < failures && wait < cap; ++i)
        wait *= 2;
    return with_jitter(std::min(wait, cap), chance);
}

}  // namespace hive
