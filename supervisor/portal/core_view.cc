#include "supervisor/portal/core_view.h"

#include <algorithm>

#include "lib/json.h"

namespace hive {

Result<CoreView::Step> CoreView::apply(const Json& line)
{
    if (!line.is_object())
        return fail("not an object");
    ++revision_;
    if (line.contains("snapshot"))
        return apply_snapshot(line["snapshot"]);
    if (line.contains("service"))
        return apply_service(line["service"]);
    if (line.contains("check"))
        return apply_check(line["check"]);
    if (line.contains("event")) {
        ServiceEvent event = TRY(parse_service_event(line["event"]));
        return Step {.change = Change::state, .service = event.service, .event = std::move(event)};
    }
    if (line.contains("alert"))
        return Step {.change = Change::alerts};
    return fail("neither snapshot, service, check, event nor alert");
}

Result<CoreView::Step> CoreView::apply_snapshot(const Json& snapshot)
{
    const auto listed = snapshot.find("services");
    if (!snapshot.is_object() || listed == snapshot.end() || !listed->is_array())
        return fail("a snapshot without services");
    std::vector<ServiceStatus> services;
    for (const Json& object : *listed)
        services.push_back(TRY(parse_service_status(object)));
    services_ = std::move(services);
    checks_ = parse_check_statuses(snapshot);
    host_ = text_at(snapshot, "host");
    version_ = text_at(snapshot, "version");
    started_ = wall_time(real_at(snapshot, "started"));
    is_known_ = true;
    return Step {.change = Change::everything};
}

Result<CoreView::Step> CoreView::apply_service(const Json& object)
{
    ServiceStatus service = TRY(parse_service_status(object));
    Step step {.change = Change::figures, .service = service.name};
    const auto known = std::ranges::find(services_, service.name, &ServiceStatus::name);
    if (known == services_.end()) {
        step.change = Change::everything;
        services_.push_back(std::move(service));
        return step;
    }
    if (known->state != service.state || known->pid != service.pid
        || known->restarts != service.restarts || known->retry_at != service.retry_at)
        step.change = Change::state;
    else if (*known == service)
        step.change = Change::nothing;
    *known = std::move(service);
    return step;
}

Result<CoreView::Step> CoreView::apply_check(const Json& object)
{
    CheckStatus check = TRY(parse_check_status(object));
    const auto known = std::ranges::find(checks_, check.name, &CheckStatus::name);
    if (known == checks_.end())
        return fail("the snapshot had no check '{}'", check.name);
    Step step {.change = known->state == check.state ? Change::figures : Change::state,
        .service = check.name};
    *known = std::move(check);
    return step;
}

const ServiceStatus* CoreView::find(std::string_view name) const
{
    const auto found = std::ranges::find(services_, name, &ServiceStatus::name);
    return found == services_.end() ? nullptr : &*found;
}

const CheckStatus* CoreView::find_check(std::string_view name) const
{
    const auto found = std::ranges::find(checks_, name, &CheckStatus::name);
    return found == checks_.end() ? nullptr : &*found;
}

void CoreView::set_firing(std::vector<AlertStatus> alerts)
{
    ++revision_;
    firing_ = std::move(alerts);
}

std::size_t CoreView::open_alerts() const
{
    return static_cast<std::size_t>(std::ranges::count_if(firing_, &AlertStatus::is_open));
}

std::size_t CoreView::ready() const
{
    return static_cast<std::size_t>(
        std::ranges::count(services_, ServiceState::ready, &ServiceStatus::state));
}

}  // namespace hive
