#include "daemons/proxy/ban_follower.h"

#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {

Result<std::unique_ptr<BanFollower>> BanFollower::create(
    EventLoop& loop, const std::string& socket_path, BanList& bans)
{
    std::unique_ptr<BanFollower> follower {new BanFollower {bans}};
    auto* const self = follower.get();
    follower->link_ = TRY(ControlLink::create(loop, socket_path,
        {.connected =
                [self] {
                    self->bans_.begin_resync();
                    self->link_->send("follow", Json::object());
                },
            .line = [self](const Json& line) { self->take(line); }}));
    follower->expiry_ = TRY(loop.every(std::chrono::seconds {60},
        [self] { self->bans_.expire(std::chrono::system_clock::now()); }));
    return follower;
}

void BanFollower::take(const Json& line)
{
    if (flag_at(line, "synced"))
        return bans_.end_resync();
    const auto banned = text_at(line, "ban");
    const auto unbanned = text_at(line, "unban");
    const auto network = Network::parse(banned.empty() ? unbanned : banned);
    if (!network) {
        if (const auto why = text_at(line, "error"); !why.empty())
            log::warning("refused by=hive-ban {}", log::field("why", why));
        return;
    }
    if (banned.empty())
        return bans_.unban(*network);
    const std::chrono::duration<double> until {real_at(line, "until")};
    const BanList::Time end {std::chrono::duration_cast<BanList::Time::duration>(until)};
    if (!bans_.ban(*network, end))
        log::warning("dropped {} why=\"the list is full\"", log::field("ban", banned));
}

}  // namespace hive
