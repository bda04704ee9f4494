// daemons/ban/actions.h - what is done about a ban besides banning: programs and messages.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>

#include "daemons/ban/ban_list.h"
#include "daemons/ban/command_runner.h"
#include "daemons/ban/config.h"
#include "lib/json_fwd.h"

namespace hive {

/// Runs the actions of jails once a ban holds. Nothing here can delay or undo a ban.
class Actions {
public:
    /// @param send hands a message to the suite's queue of alerts
    Actions(CommandRunner& runner, std::list<ActionConfig> actions, std::function<void(Json)> send)
        : runner_ {runner}, actions_ {std::move(actions)}, send_ {std::move(send)}
    {
    }

    enum class Event { ban, unban };
    void run(const JailConfig& jail, const Ban& ban, Event event);

    struct Counts {
        std::int64_t run = 0;
        std::int64_t failed = 0;  // did not start, other exit status than 0, timeout
        std::int64_t dropped = 0;  // too many waited
    };
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    void run_command(const ActionConfig& action, const Ban& ban, Event event);

    CommandRunner& runner_;
    std::list<ActionConfig> actions_;
    std::function<void(Json)> send_;
    Counts counts_;
};

/// The alert about a ban. Pure.
[[nodiscard]] Json ban_alert(const ActionConfig& action, const Ban& ban, Actions::Event event);

}  // namespace hive
