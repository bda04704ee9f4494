#include "daemons/chart/guard_link.h"

#include <utility>

#include "daemons/chart/answers.h"
#include "lib/json.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds check_period {1000};

HttpResponse answer_of_guard(Json line)
{
    const auto error = text_at(line, "error");
    if (!error.empty())
        return error_answer(409, error);
    line.erase("done");
    return json_answer(200, line);
}

}  // namespace

Result<std::unique_ptr<GuardLink>> GuardLink::create(
    EventLoop& loop, const std::string& socket_path)
{
    std::unique_ptr<GuardLink> guard {new GuardLink};
    GuardLink* const self = guard.get();
    guard->link_ = TRY(ControlLink::create(loop, socket_path,
        {
            // A new connection knows nothing of what was asked on the old one.
            .connected =
                [self] {
                    if (self->is_sent_)
                        self->end_first(error_answer(502, "hive-guard went away"));
                },
            .line = [self](const Json& line) { self->take_line(line); },
        }));
    guard->every_second_ = TRY(loop.every(check_period, [self] { self->look_after(); }));
    return guard;
}

void GuardLink::ask(GuardCommand command, Answer answer)
{
    if (!link_->is_connected())
        return answer(error_answer(503, "hive-guard cannot be reached"));
    if (waiting_.size() >= max_waiting)
        return answer(error_answer(503, "too many commands wait for hive-guard"));
    waiting_.push_back({.command = std::move(command),
        .answer = std::move(answer),
        .deadline = Clock::now() + patience});
    if (!is_sent_)
        send_next();
}

void GuardLink::send_next()
{
    while (!waiting_.empty() && !is_sent_) {
        const auto& command = waiting_.front().command;
        const auto arguments = parse_json(command.arguments).value_or(Json::object());
        is_sent_ = link_->send(command.verb, arguments);
        if (!is_sent_)
            end_first(error_answer(503, "hive-guard cannot be reached"));
    }
}

void GuardLink::take_line(const Json& line)
{
    if (is_sent_ && flag_at(line, "done"))
        end_first(answer_of_guard(line));
}

void GuardLink::end_first(HttpResponse response)
{
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    is_sent_ = false;
    if (first.answer)
        first.answer(std::move(response));
    send_next();
}

void GuardLink::look_after()
{
    if (is_sent_ && !link_->is_connected())
        end_first(error_answer(502, "hive-guard went away"));
    // One that was sent keeps its place: its answer, when it comes, is nobody else's.
    for (auto& waiting : waiting_)
        if (waiting.answer && Clock::now() >= waiting.deadline)
            std::exchange(waiting.answer, nullptr)(error_answer(504, "hive-guard does not answer"));
}

}  // namespace hive
