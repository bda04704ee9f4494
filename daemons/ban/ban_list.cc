#include "daemons/ban/ban_list.h"

namespace hive {

bool BanList::add(const Ban& ban)
{
    const Key key {ban.network, ban.jail};
    if (!bans_.contains(key) && bans_.size() >= room_)
        return false;
    forget(key);
    ends_.emplace(ban.until, key);
    auto& kept = bans_.emplace(key, ban).first->second;
    kept.lines = {};
    kept.decision.reset();
    return true;
}

void BanList::forget(const Key& key)
{
    const auto found = bans_.find(key);
    if (found == bans_.end())
        return;
    ends_.erase({found->second.until, key});
    bans_.erase(found);
}

std::vector<Ban> BanList::remove(const Network& network)
{
    auto ended = of(network);
    for (const auto& ban : ended)
        forget({ban.network, ban.jail});
    return ended;
}

std::vector<Ban> BanList::expire(WallTime now)
{
    std::vector<Ban> ended;
    while (!ends_.empty() && ends_.begin()->first <= now) {
        const auto key = ends_.begin()->second;
        ended.push_back(bans_.at(key));
        forget(key);
    }
    return ended;
}

const Ban* BanList::find(const Network& network, const std::string& jail) const
{
    const auto found = bans_.find({network, jail});
    return found == bans_.end() ? nullptr : &found->second;
}

std::vector<Ban> BanList::of(const Network& network) const
{
    std::vector<Ban> bans;
    for (auto it = bans_.lower_bound({network, ""});
        it != bans_.end() && it->first.first == network; ++it)
        bans.push_back(it->second);
    return bans;
}

std::vector<Ban> BanList::overlapping(const Network& network, const std::string& jail) const
{
    std::vector<Ban> found;
    for (int bits = 0; bits < network.bits(); ++bits)
        if (const auto* around = find({network.address(), bits}, jail))
            found.push_back(*around);
    for (auto it = bans_.lower_bound({network, ""}); it != bans_.end(); ++it) {
        const auto& [inner, inner_jail] = it->first;
        // IPv4 and IPv6 addresses stand between each other.
        if (inner.address().is_v4() != network.address().is_v4())
            continue;
        if (!network.contains(inner.address()))
            break;
        if (inner_jail == jail)
            found.push_back(it->second);
    }
    return found;
}

std::optional<WallTime> BanList::next_end() const
{
    return ends_.empty() ? std::nullopt : std::optional {ends_.begin()->first};
}

std::vector<Ban> BanList::page(const std::optional<Key>& after, std::size_t count) const
{
    std::vector<Ban> bans;
    auto it = after ? bans_.upper_bound(*after) : bans_.begin();
    for (; it != bans_.end() && bans.size() < count; ++it)
        bans.push_back(it->second);
    return bans;
}

}  // namespace hive
