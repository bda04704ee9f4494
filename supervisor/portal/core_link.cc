#include "supervisor/portal/core_link.h"

#include "lib/log.h"

namespace hive {
namespace {

/// How soon a core that hung up is noticed, and a deadline that passed.
constexpr std::chrono::milliseconds tick_period {250};

}  // namespace

CoreLink::CoreLink(EventLoop& loop, std::string socket_path, Callbacks callbacks)
    : loop_ {loop}, socket_path_ {std::move(socket_path)}, callbacks_ {std::move(callbacks)}
{
}

Result<std::unique_ptr<CoreLink>> CoreLink::create(
    EventLoop& loop, std::string socket_path, Callbacks callbacks)
{
    std::unique_ptr<CoreLink> link {
        new CoreLink {loop, std::move(socket_path), std::move(callbacks)}};
    TRY(link->follow());
    TRY(link->connect());
    link->tick_ = TRY(loop.every(tick_period, [self = link.get()] { self->tick(); }));
    return link;
}

Result<> CoreLink::follow()
{
    following_ = TRY(ControlLink::create(loop_, socket_path_,
        {.connected =
                [this] {
                    set_reachable(false);
                    following_->send("follow", Json::object());
                },
            .line = [this](const Json& line) { follow_line(line); }}));
    return {};
}

Result<> CoreLink::connect()
{
    asking_ = TRY(ControlLink::create(loop_, socket_path_,
        {.connected =
                [this] {
                    fail_sent("the supervisor restarted");
                    ask_next();
                },
            .line = [this](const Json& line) { answer_line(line); }}));
    return {};
}

void CoreLink::follow_line(const Json& line)
{
    const auto step = view_.apply(line);
    if (!step)
        return log::warning("ignored {}: {}", log::field("line", to_text(line).substr(0, 200)),
            step.error().message());
    // A connection alone proves nothing: the keeper holds the socket while the core restarts.
    is_reachable_ = is_reachable_ || line.contains("snapshot");
    if (step->change != Change::nothing)
        callbacks_.changed(*step);
}

void CoreLink::set_reachable(bool is_reachable)
{
    if (std::exchange(is_reachable_, is_reachable) == is_reachable)
        return;
    log::notice("lost the supervisor: showing what was last known");
    callbacks_.changed({.change = Change::everything});
}

void CoreLink::ask(std::string verb, Json arguments, Answer answer)
{
    if (questions_.size() >= max_questions)
        return answer(fail("too many questions wait for the supervisor"));
    questions_.push_back({.verb = std::move(verb),
        .arguments = std::move(arguments),
        .answer = std::move(answer),
        .deadline = std::chrono::steady_clock::now() + answer_time});
    ask_next();
}

void CoreLink::ask_next()
{
    if (questions_.empty() || questions_.front().is_sent)
        return;
    Question& next = questions_.front();
    next.is_sent = asking_->send(next.verb, next.arguments);
}

void CoreLink::answer_line(const Json& line)
{
    if (questions_.empty() || !questions_.front().is_sent)
        return;
    const bool is_done = flag_at(line, "done");
    std::vector<Json>& lines = questions_.front().lines;
    if (is_done || lines.size() < max_lines)
        lines.push_back(line);
    if (!is_done)
        return;
    if (const std::string error = text_at(line, "error"); !error.empty())
        finish(fail("{}", error));
    else
        finish(std::move(lines));
    ask_next();
}

void CoreLink::finish(Result<std::vector<Json>> result)
{
    Answer answer = std::move(questions_.front().answer);
    questions_.pop_front();
    answer(std::move(result));
}

void CoreLink::fail_sent(std::string_view why)
{
    if (!questions_.empty() && questions_.front().is_sent)
        finish(fail("{}", why));
}

void CoreLink::tick()
{
    if (!following_->is_connected())
        set_reachable(false);
    const auto now = std::chrono::steady_clock::now();
    bool was_sent = false;
    while (!questions_.empty() && questions_.front().deadline <= now) {
        was_sent = was_sent || questions_.front().is_sent;
        finish(fail("the supervisor does not answer"));
    }
    if (!was_sent)
        return;
    // What it may still say on the old connection belongs to nobody; the new one asks on.
    if (const auto connected = connect(); !connected)
        log::error("{}", connected.error().message());
}

}  // namespace hive
