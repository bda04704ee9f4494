#include "daemons/ban/ban_feed.h"

#include <algorithm>

#include "lib/json.h"

namespace hive {
namespace {

/// Bans told in one turn of the loop, 60 bytes each; then the follower may read.
constexpr std::size_t page_size = 2000;
constexpr std::chrono::milliseconds page_pause {10};

Json ban_line(const Network& network, WallTime until)
{
    return {{"ban", network.text()}, {"until", std::chrono::system_clock::to_time_t(until)}};
}

}  // namespace

BanFeed::~BanFeed()
{
    for (const auto& follower : followers_)
        follower.reply.on_close({});
}

void BanFeed::add(const ControlReply& reply)
{
    std::erase_if(followers_, [](const Follower& follower) { return !follower.reply.is_open(); });
    auto& follower = followers_.emplace_back();
    follower.reply = reply;
    reply.on_close([this, which = &follower] {
        followers_.remove_if([&](const Follower& one) { return &one == which; });
    });
    send_page(follower);
}

void BanFeed::send_page(Follower& follower)
{
    const auto page = bans_.page(follower.told_to, page_size);
    for (const auto& ban : page)
        if (is_told_(ban))
            follower.reply.line(ban_line(ban.network, ban.until));
    if (page.size() < page_size) {
        follower.reply.line({{"synced", true}});
        follower.next_page = Watch {};
        return;
    }
    follower.told_to = BanList::Key {page.back().network, page.back().jail};
    auto next = loop_.after(page_pause, [this, &follower] { send_page(follower); });
    if (next)
        follower.next_page = *std::move(next);
    else
        follower.reply.fail(next.error().message());
}

void BanFeed::tell(const Json& line)
{
    for (const auto& follower : followers_)
        follower.reply.line(line);
}

std::optional<WallTime> BanFeed::end_of(const Network& network) const
{
    std::optional<WallTime> end;
    for (const auto& ban : bans_.of(network))
        if (is_told_(ban))
            end = std::max(end.value_or(ban.until), ban.until);
    return end;
}

void BanFeed::banned(const Ban& ban)
{
    if (is_told_(ban))
        tell(ban_line(ban.network, end_of(ban.network).value_or(ban.until)));
}

void BanFeed::unbanned(const Ban& ban)
{
    if (!is_told_(ban))
        return;
    if (const auto end = end_of(ban.network))
        tell(ban_line(ban.network, *end));
    else
        tell({{"unban", ban.network.text()}});
}

}  // namespace hive
