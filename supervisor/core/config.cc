#include "supervisor/core/config.h"

#include <algorithm>
#include <map>
#include <set>

#include "lib/paths.h"
#include "supervisor/core/service_options.h"

namespace hive {
namespace {

std::vector<Option> supervisor_options(SupervisorConfig& config)
{
    return {
        Option::milliseconds("figures_interval", config.figures_interval, {250, 60'000},
            "Time between two looks at processor, memory "
            "and descriptors of the services."),
        Option::number("events_kept", config.events_kept, {10, 10'000},
            "Events held in memory for hivectl events and the portal."),
        Option::number("events_days", config.events.days, {1, 3650},
            "Days that events are kept in the database."),
        Option::number("events_stored", config.events.rows, {1000, 10'000'000},
            "Events kept there at most; the oldest make room."),
        Option::text("probe_user", config.probe_user,
            "User that hive-probe, which asks network services, runs as. A supervisor that is not "
            "root switches no user."),
        Option::bytes("log_size", config.logs.size, {4096, 1 << 30},
            "A log file that has grown to this is copied to NAME.log.1 and emptied."),
        Option::number("logs_kept", config.logs.kept, {0, 100},
            "Former parts of each log file that are kept."),
    };
}

std::string section_of(const ServiceConfig& service)
{
    return "service " + service.name;
}

using Services = std::list<ServiceConfig>;

void check_names(const Services& services, std::vector<Mistake>& mistakes)
{
    std::map<std::string, std::string> taken {{"supervisor", "hive-supervisor"}};
    for (const auto& service : services) {
        if (!is_plain_name(service.name))
            mistakes.push_back({section_of(service), "",
                "a service is named with at most 32 small letters, digits and '-'"});
        const auto [other, is_new] = taken.emplace(service.short_name(), service.name);
        if (!is_new)
            mistakes.push_back({section_of(service), "",
                fmt::format("shares {}.sock with {}", service.short_name(), other->second)});
    }
}

void check_dependencies(const Services& services, std::vector<Mistake>& mistakes)
{
    for (const auto& service : services)
        for (const auto& needed : service.depends)
            if (std::ranges::find(services, needed, &ServiceConfig::name) == services.end())
                mistakes.push_back({section_of(service), "depends",
                    fmt::format("no service is called '{}'", needed)});
}

void check_restart_with(const Services& services, std::vector<Mistake>& mistakes)
{
    for (const auto& service : services)
        for (const auto& name : service.restart_with)
            if (std::ranges::find(service.depends, name) == service.depends.end())
                mistakes.push_back({section_of(service), "restart_with",
                    fmt::format("'{}' is not among what it depends on", name)});
}

void check_cycle(const Services& services, std::vector<Mistake>& mistakes)
{
    Graph graph;
    for (const auto& service : services)
        graph[service.name] = service.depends;
    const auto cycle = find_cycle(graph);
    if (!cycle.empty())
        mistakes.push_back({"service " + cycle.front(), "depends",
            fmt::format("services wait for each other: {}", fmt::join(cycle, " -> "))});
}

void check_listen(const Services& services, std::vector<Mistake>& mistakes)
{
    std::map<std::string, std::string> taken;
    for (const auto& service : services)
        for (const auto& spec : service.listen) {
            const auto [other, is_new] = taken.emplace(spec.endpoint.text(), service.name);
            if (!is_new)
                mistakes.push_back({section_of(service), "listen",
                    fmt::format("{} listens on {} already", other->second, spec.endpoint_text)});
        }
}

void check_rules(const Services& services, std::vector<Mistake>& mistakes)
{
    for (const auto& service : services)
        if (auto message = unknown_metric(CheckType::process, service.rules))
            mistakes.push_back({section_of(service), "rules", *std::move(message)});
}

/// A name means one thing to hivectl.
std::vector<Mistake> check_all(const SupervisorConfig& config)
{
    auto mistakes = check_services(config.services);
    std::ranges::move(check_checks(config.checks), std::back_inserter(mistakes));
    std::ranges::move(check_destinations(config.alerts.destinations), std::back_inserter(mistakes));
    for (const auto& check : config.checks)
        for (const auto& service : config.services)
            if (check.name == service.name || check.name == service.short_name())
                mistakes.push_back({"check " + check.name, "", "a service has that name"});
    return mistakes;
}

}  // namespace

std::string ServiceConfig::short_name() const
{
    return name.starts_with("hive-") ? name.substr(5) : name;
}

std::string ServiceConfig::control_path() const
{
    return runtime_path(short_name() + ".sock");
}

std::string ServiceConfig::log_path() const
{
    return logs_path(short_name() + ".log");
}

std::string ServiceConfig::state_directory() const
{
    return state_path(short_name());
}

std::string ServiceConfig::credentials_directory() const
{
    return runtime_path("credentials/" + short_name());
}

std::vector<std::string> ServiceConfig::own_log_paths() const
{
    std::vector<std::string> paths;
    paths.reserve(log_files.size());
    for (const auto& file : log_files)
        paths.push_back(logs_path(file));
    return paths;
}

std::string ServiceConfig::configuration_file() const
{
    const auto own = configuration_path(short_name() + ".ini");
    const bool is_shell = !command.words.empty() && command.words.front().ends_with("sh");
    return is_shell ? own : named_configuration(command.words, own);  // sh -c takes no file
}

std::uint64_t ServiceConfig::capability_bits() const
{
    std::uint64_t bits = 0;
    for (const auto bit : capabilities)
        bits |= bit;
    return bits;
}

Graph SupervisorConfig::graph() const
{
    Graph graph;
    for (const auto& service : services)
        graph[service.name] = service.depends;
    return graph;
}

std::vector<Mistake> check_services(const Services& services)
{
    std::vector<Mistake> mistakes;
    check_names(services, mistakes);
    check_dependencies(services, mistakes);
    check_restart_with(services, mistakes);
    check_cycle(services, mistakes);
    check_listen(services, mistakes);
    check_rules(services, mistakes);
    return mistakes;
}

Schema schema(SupervisorConfig& config)
{
    return {.sections
        = {Section::plain("supervisor", "The supervisor itself.", supervisor_options(config)),
            Section::plain("alerts",
                "Which events of services become alerts, and how all are sent.",
                alert_options(config.alerts)),
            Section::named<DestinationConfig>("alert", "NAME",
                "Where alerts go: by mail, to a URL, or to a program; one of them.",
                config.alerts.destinations, &destination_options),
            Section::named<ServiceConfig>("service", "NAME",
                "A program that is kept running. Its state directory, its log file and its "
                "control socket have its name without hive- in front.",
                config.services, &service_options),
            Section::named<CheckConfig>("check", "NAME",
                "A thing that Hive does not run but looks at: is it there, is it as it should be?",
                config.checks, &check_options)},
        .check = [&config] { return check_all(config); }};
}

}  // namespace hive
