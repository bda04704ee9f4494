#include "daemons/ban/ledger.h"

#include <algorithm>
#include <cassert>

namespace hive {

Ledger::Ledger(int limit, std::chrono::seconds window, std::size_t room)
    : limit_ {static_cast<std::size_t>(limit)}, window_ {window}, offences_ {room}
{
    assert(limit >= 1 && window.count() > 0);
}

Ledger::Verdict Ledger::add(const Network& source, WallTime time)
{
    auto& times = offences_.touch(source);
    times.insert(std::ranges::upper_bound(times, time), time);
    const auto first_counted = std::ranges::upper_bound(times, times.back() - window_);
    times.erase(times.begin(), first_counted);
    const Verdict verdict {
        .offences = static_cast<int>(times.size()), .is_enough = times.size() >= limit_};
    if (verdict.is_enough)
        offences_.erase(source);
    return verdict;
}

}  // namespace hive
