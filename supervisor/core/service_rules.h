// supervisor/core/service_rules.h - the resource rules of one service.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "supervisor/core/alert.h"
#include "supervisor/core/rule.h"

namespace hive {

/// What the rules of a service come to at one look.
struct RuleEvent {
    AlertReport report;
    RuleAction action = RuleAction::alert;  // once, when the rule begins to hold
    Command command;  // of exec
};

class ServiceRules {
public:
    /// @param rules outlive this
    ServiceRules(std::string service, const std::vector<Rule>& rules);

    /// @param pid 0: it does not run, nothing is measured
    /// @param now seconds of the steady clock
    [[nodiscard]] std::vector<RuleEvent> look(pid_t pid, double now);

private:
    [[nodiscard]] AlertReport report(
        const Rule& rule, AlertEvent event, const Reading& reading) const;

    std::string service_;
    const std::vector<Rule>* rules_;
    std::vector<RuleCounter> counters_;
    std::optional<Reading> before_;
};

}  // namespace hive
