// supervisor/portal/core_link.h - the connection to hive-supervisor's core: follow it, ask it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json.h"
#include "supervisor/portal/control_questions.h"
#include "supervisor/portal/core_view.h"

namespace hive {

/// Follows the core on one connection and asks it on another. Both
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
    ~CoreLink() = default;

    [[nodiscard]] const CoreView& view() const { return view_; }
    void set_firing(std::vector<AlertStatus> alerts) { view_.set_firing(std::move(alerts)); }
    /// Whether what view() says is so now; the core may be restarting.
    [[nodiscard]] bool is_reachable() const { return is_reachable_; }

    using Answer = ControlQuestions::Answer;
    void ask(std::string verb, Json arguments, Answer answer)
    {
        asking_->ask(std::move(verb), std::move(arguments), std::move(answer));
    }

private:
    CoreLink(EventLoop& loop, std::string socket_path, Callbacks callbacks);
    Result<> follow();
    void follow_line(const Json& line);
    void set_reachable(bool is_reachable);

    EventLoop& loop_;
    std::string socket_path_;
    Callbacks callbacks_;
    CoreView view_;
    bool is_reachable_ = false;
    std::unique_ptr<ControlLink> following_;
    std::unique_ptr<ControlQuestions> asking_;
};

}  // namespace hive
