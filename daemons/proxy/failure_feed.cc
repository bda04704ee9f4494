#include "daemons/proxy/failure_feed.h"

#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {

Result<std::unique_ptr<FailureFeed>> FailureFeed::create(
    EventLoop& loop, const std::string& socket_path)
{
    std::unique_ptr<FailureFeed> feed {new FailureFeed {loop}};
    auto* const self = feed.get();
    feed->link_ = TRY(ControlLink::create(loop, socket_path,
        {.connected =
                [self] {
                    self->is_under_way_ = false;
                    self->send_next();
                },
            .line = [self](const Json& answer) { self->answered(answer); }}));
    return feed;
}

void FailureFeed::report(FailedLogin failure)
{
    loop_.post([this, failure = std::move(failure)]() mutable { add(std::move(failure)); });
}

void FailureFeed::add(FailedLogin failure)
{
    if (waiting_.size() == capacity) {
        // The one under way stays: its answer is still to come.
        waiting_.erase(waiting_.begin() + (is_under_way_ ? 1 : 0));
        if (++dropped_ == 1)
            log::warning("dropped failures why=\"hive-ban is away\"");
    }
    waiting_.push_back(std::move(failure));
    send_next();
}

void FailureFeed::send_next()
{
    if (waiting_.empty() || is_under_way_ || !link_->is_connected())
        return;
    const auto& failure = waiting_.front();
    const auto epoch
        = std::chrono::duration_cast<std::chrono::seconds>(failure.time.time_since_epoch());
    is_under_way_ = link_->send("failure",
        Json {{"address", failure.client.text()}, {"user", failure.user},
            {"credential", failure.credential}, {"time", epoch.count()}});
}

void FailureFeed::answered(const Json& answer)
{
    if (!flag_at(answer, "done"))
        return;
    if (const auto why = text_at(answer, "error"); !why.empty())
        log::warning("refused by=hive-ban {}", log::field("why", why));
    if (std::exchange(is_under_way_, false))
        waiting_.pop_front();
    send_next();
}

}  // namespace hive
