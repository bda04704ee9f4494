#include "daemons/proxy/session_feed.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "lib/json.h"

namespace hive {

Result<std::unique_ptr<SessionFeed>> SessionFeed::create(
    EventLoop& loop, const std::string& socket_path)
{
    std::unique_ptr<SessionFeed> feed {new SessionFeed {loop}};
    feed->link_ = TRY(ControlLink::create(loop, socket_path,
        {.connected =
                [self = feed.get()] {
                    const std::lock_guard lock {self->mutex_};
                    self->told_.clear();
                },
            .line = [](const Json&) {}}));
    return feed;
}

void SessionFeed::note(const Address& address, const std::string& user, Time now)
{
    if (is_due(address, now))
        loop_.post([this, address, user] {
            link_->send("session", Json {{"address", address.text()}, {"user", user}});
        });
}

bool SessionFeed::is_due(const Address& address, Time now)
{
    const std::lock_guard lock {mutex_};
    const auto known = std::ranges::find(told_, address, &Told::address);
    if (known != told_.end() && now - known->time < period)
        return false;
    if (known != told_.end())
        told_.erase(known);
    else if (told_.size() == max_addresses)
        told_.erase(told_.begin());
    told_.push_back({.address = address, .time = now});
    return true;
}

bool has_administrator(std::string_view groups)
{
    return std::ranges::any_of(groups | std::views::split(','),
        [](const auto& group) { return std::string_view {group.begin(), group.end()} == "admin"; });
}

}  // namespace hive
