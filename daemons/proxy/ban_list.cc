#include "daemons/proxy/ban_list.h"

#include <iterator>

namespace hive {

bool BanList::holds(const Address& address, Time now) const
{
    const std::lock_guard lock {mutex_};
    for (int bits = static_cast<int>(address.bytes().size()) * 8; bits >= 0; --bits) {
        if (lengths_[static_cast<std::size_t>(bits)] == 0)
            continue;
        const auto found = bans_.find(Network {address, bits});
        if (found != bans_.end() && found->second.end > now)
            return true;
    }
    return false;
}

bool BanList::holds_by_now(const Address& address, std::uint64_t& clean_version) const
{
    const auto version = version_.load(std::memory_order_acquire);
    if (version == clean_version)
        return false;
    if (holds(address, std::chrono::system_clock::now()))
        return true;
    clean_version = version;
    return false;
}

bool BanList::ban(const Network& network, Time end)
{
    {
        const std::lock_guard lock {mutex_};
        if (bans_.size() >= capacity && !bans_.contains(network))
            return false;
        const auto [_, is_new] = bans_.insert_or_assign(network, Ban {.end = end, .round = round_});
        lengths_[static_cast<std::size_t>(network.bits())] += is_new ? 1 : 0;
    }
    version_.fetch_add(1, std::memory_order_release);
    return true;
}

void BanList::unban(const Network& network)
{
    const std::lock_guard lock {mutex_};
    if (const auto found = bans_.find(network); found != bans_.end())
        forget(found);
}

void BanList::begin_resync()
{
    const std::lock_guard lock {mutex_};
    ++round_;
}

void BanList::end_resync()
{
    forget_if([this](const Ban& ban) { return ban.round != round_; });
}

void BanList::expire(Time now)
{
    forget_if([now](const Ban& ban) { return ban.end <= now; });
}

BanList::Bans::iterator BanList::forget(Bans::iterator ban)
{
    --lengths_[static_cast<std::size_t>(ban->first.bits())];
    return bans_.erase(ban);
}

template <typename Predicate>
void BanList::forget_if(Predicate predicate)
{
    const std::lock_guard lock {mutex_};
    for (auto ban = bans_.begin(); ban != bans_.end();)
        ban = predicate(ban->second) ? forget(ban) : std::next(ban);
}

std::size_t BanList::size() const
{
    const std::lock_guard lock {mutex_};
    return bans_.size();
}

}  // namespace hive
