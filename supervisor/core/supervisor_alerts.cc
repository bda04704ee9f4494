#include "lib/paths.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/service_alerts.h"
#include "supervisor/core/supervisor.h"

namespace hive {

void Supervisor::open_alerts()
{
    alerts_ = std::make_unique<Alerts>(daemon_.loop, *errands_, config_.alerts,
        state_path("supervisor/alerts.db"),
        [this](const Json& alert) { verbs_->publish_alert(alert); });
    alerts_->serve(daemon_.control);
}

void Supervisor::open_checks()
{
    checks_ = std::make_unique<Checks>(
        config_.checks, daemon_.loop, *errands_, *probes_, state_path("supervisor/unmonitored"),
        [this](AlertReport report) { alerts_->report_soon(std::move(report)); },
        [this](const Check& /*check*/, Happening happening) {
            const auto level
                = happening.kind == "degraded" ? log::Level::warning : log::Level::notice;
            record(std::move(happening), level);
        },
        [this](const Check& check) { verbs_->publish(check); });
    for (const auto& unit : units_)
        if (!unit.service().rules.empty())
            rules_.emplace(&unit, ServiceRules {unit.service().name, unit.service().rules});
}

void Supervisor::apply_rules(Unit& unit)
{
    const auto rules = rules_.find(&unit);
    if (rules == rules_.end() || unit.state() == State::unmonitored)
        return;
    for (auto& event : rules->second.look(unit.pid(), steady_seconds())) {
        const auto by = "rule " + event.report.subject;
        alerts_->report_soon(std::move(event.report));
        switch (event.action) {
        case RuleAction::alert: break;
        case RuleAction::restart: unit.operate(Event::restart, by); break;
        case RuleAction::start: unit.operate(Event::start, by); break;
        case RuleAction::stop: unit.operate(Event::stop, by); break;
        case RuleAction::unmonitor: unit.operate(Event::unmonitor, by); break;
        case RuleAction::exec:
            if (const auto run = errands_->start(
                    {.words = event.command.words, .timeout = std::chrono::seconds {30}},
                    [](const ErrandOutcome& /*outcome*/) { });
                !run)
                log::error("{}", run.error().message());
            break;
        }
    }
}

void Supervisor::report_recovery(const Unit& unit)
{
    const auto up = epoch_seconds() - unit.saved().since;
    const auto enough = std::chrono::duration<double> {config_.alerts.recovered_after}.count();
    if (unit.state() == State::ready && up >= enough
        && alerts_->is_firing(service_alert_key(unit.service().name)))
        alerts_->report_soon(recovery_of(unit.service().name, up));
}

}  // namespace hive
