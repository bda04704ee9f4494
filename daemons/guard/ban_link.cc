#include "daemons/guard/ban_link.h"

#include "lib/client_table.h"
#include "lib/log.h"

namespace hive {

Result<std::unique_ptr<BanLink>> BanLink::create(
    EventLoop& loop, const std::string& socket_path, Answered answered, Spared spared)
{
    std::unique_ptr<BanLink> self {new BanLink {std::move(answered), std::move(spared)}};
    self->link_ = TRY(ControlLink::create(loop, socket_path,
        {.connected =
                [link = self.get()] {
                    link->is_under_way_ = false;  // its answer is lost; a ban made twice is one
                    link->send_next();
                },
            .line = [link = self.get()](const Json& line) { link->take(line); }}));
    return self;
}

void BanLink::decide(std::int64_t number, const Decision& decision)
{
    auto reasons = Json::array();
    for (const auto& reason : decision.verdict.reasons)
        reasons.push_back(reason.text);
    add({.question
        = {.decision = number, .client = decision.verdict.client, .ban_time = decision.ban_time},
        .verb = "decide",
        .arguments
        = {{"address", decision.verdict.client.text()}, {"seconds", decision.ban_time.count()},
            {"class", decision.verdict.class_name}, {"score", decision.verdict.score},
            {"reasons", std::move(reasons)}, {"lines", decision.verdict.lines}},
        .since = Clock::now()});
}

void BanLink::undo(const std::string& address)
{
    add({.question = {},
        .verb = "undo",
        .arguments = {{"address", address}},
        .since = Clock::now()});
}

void BanLink::add(Message message)
{
    if (waiting_.size() == max_waiting) {
        is_under_way_ = false;
        finish({Answer::What::lost, "too many decisions wait for hive-ban"});
    }
    waiting_.push_back(std::move(message));
    send_next();
}

void BanLink::expire(Clock::time_point now)
{
    while (!waiting_.empty() && now - waiting_.front().since > max_wait)
        finish({Answer::What::lost, "hive-ban did not answer"});
}

void BanLink::send_next()
{
    while (!is_under_way_ && !waiting_.empty() && link_) {
        const auto& next = waiting_.front();
        const auto& asked = next.question;
        const auto why = asked.decision == 0 ? std::nullopt : spared_(asked.client);
        if (why) {
            finish({Answer::What::refused, *why});
            continue;
        }
        is_under_way_ = link_->send(next.verb, next.arguments);
        break;
    }
}

void BanLink::take(const Json& line)
{
    if (!flag_at(line, "done") || !is_under_way_)
        return;
    if (const auto error = text_at(line, "error"); !error.empty())
        finish({Answer::What::refused, error});
    else if (flag_at(line, "banned"))
        finish({Answer::What::banned, ""});
    else
        finish({Answer::What::refused, text_at(line, "why")});
    send_next();
}

void BanLink::finish(const Answer& answer)
{
    const auto question = waiting_.front().question;
    waiting_.pop_front();
    is_under_way_ = false;
    if (question.decision != 0)
        answered_(question, answer);
}

}  // namespace hive
