#include "supervisor/core/service_rules.h"

#include <utility>

#include "supervisor/core/look.h"

namespace hive {

ServiceRules::ServiceRules(std::string service, const std::vector<Rule>& rules)
    : service_ {std::move(service)}, rules_ {&rules}, counters_(rules.size())
{
}

std::vector<RuleEvent> ServiceRules::look(pid_t pid, double now)
{
    std::vector<RuleEvent> events;
    if (rules_->empty() || pid == 0)
        return events;
    auto reading = look_at_running(pid, before_ ? &*before_ : nullptr, now);
    for (std::size_t i = 0; i < rules_->size(); ++i) {
        const auto& rule = (*rules_)[i];
        const auto is_match = matches(rule, reading, before_ ? &*before_ : nullptr);
        if (!is_match)
            continue;
        switch (counters_[i].add(rule, *is_match)) {
        case RuleCounter::Change::none: break;
        case RuleCounter::Change::raised:
            events.push_back({.report = report(rule, AlertEvent::fired, reading),
                .action = rule.action,
                .command = rule.command});
            break;
        case RuleCounter::Change::cleared:
            events.push_back({.report = report(rule, AlertEvent::recovered, reading)});
            break;
        }
    }
    before_ = std::move(reading);
    return events;
}

AlertReport ServiceRules::report(const Rule& rule, AlertEvent event, const Reading& reading) const
{
    const auto value = reading.numbers.find(rule.metric);
    const auto shown = value == reading.numbers.end() ? std::string {}
                                                      : fmt::format(" (is {:.6g})", value->second);
    return {.key = fmt::format("rule:{}:{}", service_, rule.text),
        .event = event,
        .severity = Severity::warning,
        .source = "hive-supervisor",
        .subject = fmt::format(
            "{}: {}{}{}", service_, event == AlertEvent::fired ? "" : "over: ", rule.text, shown)};
}

}  // namespace hive
