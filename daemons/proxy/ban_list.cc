#include "daemons/proxy/ban_list.h"

namespace hive {

bool BanList::holds(const Address& address, Time now) const
{
    const std::lock_guard lock {mutex_};
    const auto found = bans_.find(address);
    return found != bans_.end() && found->second.end > now;
}

bool BanList::ban(const Address& address, Time end)
{
    {
        const std::lock_guard lock {mutex_};
        if (bans_.size() >= capacity && !bans_.contains(address))
            return false;
        bans_[address] = {.end = end, .round = round_};
    }
    version_.fetch_add(1, std::memory_order_release);
    return true;
}

void BanList::unban(const Address& address)
{
    const std::lock_guard lock {mutex_};
    bans_.erase(address);
}

void BanList::begin_resync()
{
    const std::lock_guard lock {mutex_};
    ++round_;
}

void BanList::end_resync()
{
    const std::lock_guard lock {mutex_};
    std::erase_if(bans_, [&](const auto& entry) { return entry.second.round != round_; });
}

void BanList::expire(Time now)
{
    const std::lock_guard lock {mutex_};
    std::erase_if(bans_, [&](const auto& entry) { return entry.second.end <= now; });
}

std::size_t BanList::size() const
{
    const std::lock_guard lock {mutex_};
    return bans_.size();
}

}  // namespace hive
