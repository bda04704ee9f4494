// supervisor/portal/control_questions.h - asks another program, one question at a time.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json.h"

namespace hive {

/// The connection comes back by itself when the program restarts.
class ControlQuestions {
public:
    /// @param program for errors: "the supervisor"
    /// @param patience the longest an answer takes
    static Result<std::unique_ptr<ControlQuestions>> create(EventLoop& loop,
        std::string socket_path, std::string program, std::chrono::seconds patience = answer_time);
    ControlQuestions(const ControlQuestions&) = delete;
    ControlQuestions& operator=(const ControlQuestions&) = delete;
    ~ControlQuestions() = default;

    /// All lines of the answer, the last one with "done".
    using Answer = std::move_only_function<void(Result<std::vector<Json>>)>;
    /// Answers from the loop, an error when its patience is over.
    void ask(std::string verb, Json arguments, Answer answer);

    static constexpr std::size_t max_questions = 64;
    static constexpr std::size_t max_lines = 2000;  // of one answer; further ones are dropped
    static constexpr std::chrono::seconds answer_time {5};

private:
    struct Question {
        std::string verb;
        Json arguments;
        Answer answer;
        std::chrono::steady_clock::time_point deadline;
        std::vector<Json> lines {};
        bool is_sent = false;
    };
    ControlQuestions(EventLoop& loop, std::string socket_path, std::string program,
        std::chrono::seconds patience)
        : loop_ {loop}, socket_path_ {std::move(socket_path)}, program_ {std::move(program)},
          patience_ {patience}
    {
    }
    Result<> connect();
    void ask_next();
    void answer_line(const Json& line);
    void finish(Result<std::vector<Json>> result);
    void fail_sent();
    void tick_deadlines();

    EventLoop& loop_;
    std::string socket_path_;
    std::string program_;
    std::chrono::seconds patience_;
    std::deque<Question> questions_;  // only the first may be sent
    std::unique_ptr<ControlLink> link_;
    Watch tick_;
};

}  // namespace hive
