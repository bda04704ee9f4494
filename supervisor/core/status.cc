#include "supervisor/core/status.h"

#include <cmath>

#include "lib/json.h"

namespace hive {
namespace {

/// Two places are enough for people and keep a followed line from changing for nothing.
double rounded(double value)
{
    return std::round(value * 100) / 100;
}

Json last_exit_of(const LastExit& exit)
{
    if (exit.text.empty())
        return nullptr;
    return {
        {"text", exit.text}, {"time", exit.time}, {"after_seconds", rounded(exit.after_seconds)}};
}

std::string probe_of(const ServiceConfig& service)
{
    if (service.probe.kind == ProbeKind::none)
        return "none";
    return fmt::format("{} every {} s", service.probe.text,
        std::chrono::duration<double> {service.probe_times.interval}.count());
}

Json sandbox_of(const Unit& unit)
{
    const auto& confinement = unit.confinement();
    return confinement ? to_json(*confinement, unit.service(), unit.saved().landlock)
                       : Json {nullptr};
}

std::vector<std::string> listens_of(const ServiceConfig& service)
{
    std::vector<std::string> listens;
    listens.reserve(service.listen.size());
    for (const auto& spec : service.listen)
        listens.push_back(spec.text());
    return listens;
}

}  // namespace

Json status_of(const Unit& unit, const std::vector<std::string>& needed_by)
{
    const auto& service = unit.service();
    const auto saved = unit.saved();
    return {{"name", service.name}, {"description", service.description},
        {"state", shown_name(saved.state)}, {"since", saved.since}, {"pid", saved.pid},
        {"status", saved.status}, {"restarts", saved.restarts}, {"tries", saved.failures},
        {"retry_at", saved.retry_at}, {"last_exit", last_exit_of(saved.last_exit)},
        {"cpu_percent", rounded(unit.figures().cpu_percent)},
        {"memory_kb", unit.figures().memory_kb}, {"descriptors", unit.figures().descriptors},
        {"probe_ms", unit.probe_ms() < 0 ? -1 : rounded(unit.probe_ms())},
        {"depends", service.depends}, {"needed_by", needed_by},
        {"enabled", service.enabled != Enabled::no}, {"command", service.command.text},
        {"user", service.user}, {"listens", listens_of(service)}, {"probe", probe_of(service)},
        {"groups", service.groups}, {"sandbox", sandbox_of(unit)}, {"invocation", saved.invocation},
        {"watchdog_seconds", rounded(static_cast<double>(saved.watchdog) / 1000)},
        {"reloading", unit.is_reloading()}, {"outdated", unit.is_outdated()},
        {"configuration_change", name_of(service.configuration_change)},
        {"configuration_file", service.configuration_file()},
        {"failed_probes", unit.failed_probes()},
        {"probe_failures", service.probe_failures.failures},
        {"probe_window", service.probe_failures.window}, {"restart_with", service.restart_with},
        {"stored_descriptors", unit.stored_descriptors()},
        {"start_timeout", service.start_timeout.count()},
        {"stop_timeout", service.stop_timeout.count()},
        {"restart_delay_max", std::chrono::duration<double> {service.backoff.cap}.count()}};
}

}  // namespace hive
