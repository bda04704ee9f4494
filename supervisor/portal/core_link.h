// supervisor/portal/core_link.h - the connection to hive-supervisor's core: follow it, ask it.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json.h"
#include "supervisor/portal/core_view.h"

namespace hive {

/// Follows the core on one connection and asks it on another, one question at a time. Both
/// come back by themselves when the core restarts.
class CoreLink {
public:
    struct Callbacks {
        /// What the core told, or that it went away or came back (Change::everything).
        std::function<void(const CoreView::Step&)> changed;
    };
    static Result<std::unique_ptr<CoreLink>> create(
        EventLoop& loop, std::string socket_path, Callbacks callbacks);
    CoreLink(const CoreLink&) = delete;
    CoreLink& operator=(const CoreLink&) = delete;

    [[nodiscard]] const CoreView& view() const { return view_; }
    /// Whether what view() says is so now; the core may be restarting.
    [[nodiscard]] bool is_reachable() const { return is_reachable_; }

    /// All lines of the answer, the last one with "done".
    using Answer = std::move_only_function<void(Result<std::vector<Json>>)>;
    /// Answers from the loop, an error after `answer_time` at the latest.
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
    CoreLink(EventLoop& loop, std::string socket_path, Callbacks callbacks);
    Result<> follow();
    Result<> connect();
    void follow_line(const Json& line);
    void set_reachable(bool is_reachable);
    void ask_next();
    void answer_line(const Json& line);
    void finish(Result<std::vector<Json>> result);
    void fail_sent(std::string_view why);
    void tick();

    EventLoop& loop_;
    std::string socket_path_;
    Callbacks callbacks_;
    CoreView view_;
    bool is_reachable_ = false;
    std::deque<Question> questions_;  // only the first may be sent
    std::unique_ptr<ControlLink> following_;
    std::unique_ptr<ControlLink> asking_;
    Watch tick_;
};

}  // namespace hive
