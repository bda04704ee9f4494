#include "supervisor/portal/core_link.h"

#include "lib/log.h"

namespace hive {

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
    link->asking_ = TRY(ControlQuestions::create(loop, link->socket_path_, "the supervisor"));
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
            .line = [this](const Json& line) { follow_line(line); },
            .lost = [this] { set_reachable(false); }}));
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

}  // namespace hive
