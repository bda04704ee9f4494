// daemons/ban/ban_feed.h - streams the ban list to who follows it (hive-proxy).
#pragma once

#include <functional>
#include <list>
#include <optional>

#include "daemons/ban/ban_list.h"
#include "lib/control.h"
#include "lib/event_loop.h"

namespace hive {

/// A follower first gets {"ban": …, "until": …} for every ban, then {"synced": true}, then
/// changes as they come, {"unban": …} among them. An IPv6 network comes as "2001:db8::/64".
class BanFeed {
public:
    /// @param bans outlives the feed
    /// @param is_told whether a ban is the follower's business
    BanFeed(EventLoop& loop, const BanList& bans, std::function<bool(const Ban&)> is_told)
        : loop_ {loop}, bans_ {bans}, is_told_ {std::move(is_told)}
    {
    }

    BanFeed(const BanFeed&) = delete;
    BanFeed& operator=(const BanFeed&) = delete;
    ~BanFeed();

    void add(const ControlReply& reply);
    /// Tells a ban that is in the list by now.
    void banned(const Ban& ban);
    /// Tells the end of a ban that is no longer in the list; what another jail still bans
    /// is told with the time of that ban instead.
    void unbanned(const Ban& ban);
    [[nodiscard]] std::size_t followers() const { return followers_.size(); }

private:
    struct Follower {
        ControlReply reply;
        std::optional<BanList::Key> told_to;  // where the first telling has got to
        Watch next_page;
    };
    void send_page(Follower& follower);
    void tell(const Json& line);
    [[nodiscard]] std::optional<WallTime> end_of(const Network& network) const;

    EventLoop& loop_;
    const BanList& bans_;
    std::function<bool(const Ban&)> is_told_;
    std::list<Follower> followers_;
};

}  // namespace hive
