#include "supervisor/portal/suite_metrics.h"

#include <algorithm>
#include <array>
#include <map>

namespace hive {
namespace {

constexpr double bytes_per_kilobyte = 1024;
constexpr double milliseconds_per_second = 1000;

constexpr std::array<ServiceState, 8> all_states {ServiceState::stopped, ServiceState::starting,
    ServiceState::ready, ServiceState::degraded, ServiceState::stopping, ServiceState::backoff,
    ServiceState::misconfigured, ServiceState::unmonitored};

bool is_up(ServiceState state)
{
    return state == ServiceState::ready || state == ServiceState::degraded;
}

void add_service(MetricList& list, const ServiceStatus& service)
{
    const MetricLabels labels {{"service", service.name}};
    list.gauge("up", "1 while a service is ready or degraded.", is_up(service.state), labels);
    for (const ServiceState state : all_states)
        list.gauge("state", "1 for the state a service is in.", service.state == state,
            {{"service", service.name}, {"state", std::string {state_word(state)}}});
    list.gauge("state_since_timestamp_seconds", "When a service got into its state.",
        epoch_seconds(service.since), labels);
    list.counter(
        "restarts_total", "Restarts since the supervisor began.", service.restarts, labels);
    list.gauge("start_tries", "Starts that failed in a row.", service.tries, labels);
    if (service.pid == 0)
        return;
    list.gauge(
        "cpu_ratio", "Use of one processor; 1 is all of it.", service.cpu_percent / 100, labels);
    list.gauge("memory_bytes", "Resident memory.",
        static_cast<double>(service.memory_kb) * bytes_per_kilobyte, labels);
    list.gauge("open_descriptors", "Open file descriptors.", service.descriptors, labels);
    if (service.probe_ms)
        list.gauge("probe_duration_seconds", "How long the last probe took.",
            *service.probe_ms / milliseconds_per_second, labels);
}

void add_check(MetricList& list, const CheckStatus& check)
{
    const MetricLabels labels {{"check", check.name}, {"type", check.type}};
    list.gauge(
        "up", "1 while a check finds nothing wrong.", check.state == ServiceState::ready, labels);
    list.gauge("monitored", "1 while a check is looked at.",
        check.state != ServiceState::unmonitored, labels);
    list.gauge("rules_broken", "Rules that are broken now.", check.rules.size(), labels);
    if (check.looked)
        list.gauge("last_look_timestamp_seconds", "When a check was last looked at.",
            epoch_seconds(*check.looked), labels);
    for (const auto& [name, value] : check.numbers)
        list.gauge("reading", "What a check read last, in the units of its rules.", value,
            {{"check", check.name}, {"type", check.type}, {"reading", name}});
}

void append(std::vector<Metric>& all, std::vector<Metric> more)
{
    std::ranges::move(more, std::back_inserter(all));
}

}  // namespace

std::vector<Metric> suite_metrics(const PageSource& source)
{
    MetricList supervisor {"supervisor"};
    supervisor.gauge(
        "reachable", "1 while the supervisor tells how things are.", source.is_reachable);
    supervisor.gauge(
        "info", "1, with the version of the supervisor.", 1, {{"version", source.core.version()}});
    supervisor.gauge("start_timestamp_seconds", "When the supervisor started.",
        epoch_seconds(source.core.started()));
    MetricList services {"service"};
    for (const ServiceStatus& service : source.core.services())
        add_service(services, service);
    MetricList checks {"check"};
    for (const CheckStatus& check : source.core.checks())
        add_check(checks, check);
    MetricList alerts {"alerts"};
    for (const auto* severity : {"info", "warning", "critical"})
        alerts.gauge("firing", "Alerts that fire now.",
            std::ranges::count_if(source.core.firing(),
                [&](const AlertStatus& alert) { return alert.severity == severity; }),
            {{"severity", severity}});
    std::vector<Metric> all = std::move(supervisor).take();
    append(all, std::move(services).take());
    append(all, std::move(checks).take());
    append(all, std::move(alerts).take());
    return all;
}

std::vector<Metric> merged_metrics(
    std::vector<Metric> own, std::span<const CollectedMetrics> collected)
{
    MetricList portal {"portal"};
    for (const auto& [program, metrics] : collected) {
        portal.gauge("collected", "1 when a program told its metrics.", metrics.has_value(),
            {{"program", program}});
        if (!metrics)
            continue;
        const std::string prefix
            = fmt::format("hive_{}_", std::string_view {program}.substr(sizeof "hive-" - 1));
        for (const Metric& metric : *metrics)
            if (metric.name.starts_with(prefix))
                own.push_back(metric);
    }
    append(own, std::move(portal).take());
    return own;
}

}  // namespace hive
