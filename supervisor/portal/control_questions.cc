#include "supervisor/portal/control_questions.h"

#include "lib/log.h"

namespace hive {
namespace {

/// How soon a deadline that passed is noticed.
constexpr std::chrono::milliseconds tick_period {250};

}  // namespace

Result<std::unique_ptr<ControlQuestions>> ControlQuestions::create(
    EventLoop& loop, std::string socket_path, std::string program, std::chrono::seconds patience)
{
    std::unique_ptr<ControlQuestions> self {
        new ControlQuestions {loop, std::move(socket_path), std::move(program), patience}};
    TRY(self->connect());
    return self;
}

Result<> ControlQuestions::connect()
{
    link_ = TRY(ControlLink::create(loop_, socket_path_,
        {.connected =
                [this] {
                    fail_sent();
                    ask_next();
                },
            .line = [this](const Json& line) { answer_line(line); }}));
    return {};
}

void ControlQuestions::ask(std::string verb, Json arguments, Answer answer)
{
    if (questions_.size() >= max_questions)
        return answer(fail("too many questions wait for {}", program_));
    questions_.push_back({.verb = std::move(verb),
        .arguments = std::move(arguments),
        .answer = std::move(answer),
        .deadline = std::chrono::steady_clock::now() + patience_});
    ask_next();
    if (tick_)
        return;
    if (auto tick = loop_.every(tick_period, [this] { tick_deadlines(); }))
        tick_ = std::move(*tick);
}

void ControlQuestions::ask_next()
{
    if (questions_.empty() || questions_.front().is_sent)
        return;
    Question& next = questions_.front();
    next.is_sent = link_->send(next.verb, next.arguments);
}

void ControlQuestions::answer_line(const Json& line)
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

void ControlQuestions::finish(Result<std::vector<Json>> result)
{
    Answer answer = std::move(questions_.front().answer);
    questions_.pop_front();
    answer(std::move(result));
}

void ControlQuestions::fail_sent()
{
    if (!questions_.empty() && questions_.front().is_sent)
        finish(fail("{} restarted", program_));
}

void ControlQuestions::tick_deadlines()
{
    const auto now = std::chrono::steady_clock::now();
    bool was_sent = false;
    while (!questions_.empty() && questions_.front().deadline <= now) {
        was_sent = was_sent || questions_.front().is_sent;
        finish(fail("{} does not answer", program_));
    }
    if (questions_.empty())
        tick_ = {};  // no wake-ups while nothing is asked
    if (!was_sent)
        return;
    // What it may still say on the old connection belongs to nobody; the new one asks on.
    if (const auto connected = connect(); !connected)
        log::error("{}", connected.error().message());
}

}  // namespace hive
