#include "lib/alert_link.h"

#include "lib/json.h"
#include "lib/log.h"

namespace hive {

Result<std::unique_ptr<AlertLink>> AlertLink::create(
    EventLoop& loop, const std::string& socket_path)
{
    std::unique_ptr<AlertLink> self {new AlertLink};
    self->link_ = TRY(ControlLink::create(loop, socket_path,
        {.connected =
                [link = self.get()] {
                    link->is_under_way_ = false;  // its answer is lost; the key tells repeats
                    link->send_next();
                },
            .line = [link = self.get()](const Json& line) { link->answered(line); }}));
    return self;
}

void AlertLink::send(Json alert)
{
    if (waiting_.size() == max_waiting) {
        waiting_.pop_front();
        is_under_way_ = false;
        ++dropped_;
    }
    waiting_.push_back(std::move(alert));
    send_next();
}

void AlertLink::send_next()
{
    if (!is_under_way_ && !waiting_.empty() && link_)
        is_under_way_ = link_->send("alert", waiting_.front());
}

void AlertLink::answered(const Json& line)
{
    if (!flag_at(line, "done") || !is_under_way_)
        return;
    if (const auto error = text_at(line, "error"); !error.empty()) {
        ++dropped_;
        log::warning("refused alert {}", log::field("reason", error));
    }
    waiting_.pop_front();
    is_under_way_ = false;
    send_next();
}

}  // namespace hive
