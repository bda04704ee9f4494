#include "daemons/proxy/proxy.h"
#include "lib/json.h"

namespace hive {

void Proxy::serve_status()
{
    daemon_.control.verb("status", "Counters since the start.", {"hive-portal"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(status()); });
}

Json Proxy::status() const
{
    const auto sum = [&](Counter Counters::* counter) {
        std::int64_t total = 0;
        for (const auto& thread : threads_)
            total += (thread->counters().*counter).value();
        return total;
    };
    return {{"requests", sum(&Counters::requests)}, {"connections", sum(&Counters::connections)},
        {"open", sum(&Counters::open)}, {"refused", sum(&Counters::refused)},
        {"failed_logins", sum(&Counters::failed_logins)},
        {"auth_cache_hits", authenticator_->hits()}, {"auth_hashed", authenticator_->hashed()},
        {"upstream_errors", sum(&Counters::upstream_errors)}, {"retries", sum(&Counters::retries)},
        {"bans", shared_->bans.size()}, {"ban_link", ban_follower_->is_connected()},
        {"failures_waiting", failures_->waiting()}, {"failures_dropped", failures_->dropped()},
        {"users", bearings_.accounts->users().size()}, {"threads", threads_.size()}};
}

}  // namespace hive
