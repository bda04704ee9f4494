#include "daemons/guard/open_connections.h"

namespace hive {

void OpenConnections::note(const TrafficEvent& event)
{
    if (event.kind != TrafficEvent::Kind::opened) {
        waiting_.erase(event.connection);
        return;
    }
    if (order_.size() == room)
        return;
    waiting_.insert_or_assign(event.connection, event.client);
    order_.push_back({event.connection, event.time});
}

void OpenConnections::find_slow(EventTime now, const std::function<void(const Address&)>& slow)
{
    while (!order_.empty() && order_.front().time + slow_after_ <= now) {
        const auto waiting = waiting_.extract(order_.front().number);
        order_.pop_front();
        if (waiting)
            slow(waiting.mapped());
    }
}

}  // namespace hive
