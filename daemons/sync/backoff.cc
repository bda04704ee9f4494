#include "daemons/sync/backoff.h"

#include <algorithm>

namespace hive {
namespace {

std::chrono::milliseconds scaled(std::chrono::milliseconds span, double factor)
{
    return std::chrono::milliseconds {
        static_cast<std::chrono::milliseconds::rep>(static_cast<double>(span.count()) * factor)};
}

}  // namespace

std::chrono::milliseconds Backoff::failed(double chance)
{
    auto delay = first_;
    for (int i = 0; i < failures_ && delay < cap_; ++i)
        delay *= 2;
    ++failures_;
    return scaled(std::min(delay, cap_), 1 - chance / 2);
}

std::chrono::milliseconds with_jitter(std::chrono::milliseconds interval, double chance)
{
    return scaled(interval, 0.9 + 0.2 * chance);
}

}  // namespace hive
