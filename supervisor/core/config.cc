#include "supervisor/core/config.h"

#include <algorithm>
#include <map>
#include <set>

#include "lib/paths.h"
#include "supervisor/core/capability.h"

namespace hive {
namespace {

Result<std::string> parse_assignment(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == text.npos || equals == 0)
        return fail("'{}' is not NAME=VALUE", text);
    return std::string {text};
}

Result<std::string> parse_absolute_path(std::string_view text)
{
    if (!text.starts_with('/'))
        return fail("path '{}' does not begin with '/'", text);
    return std::string {text};
}

Result<std::string> parse_file_name(std::string_view text)
{
    if (text.empty() || text.contains('/') || text.starts_with('.'))
        return fail("'{}' is not the name of a file in the logs directory", text);
    return std::string {text};
}

std::vector<Option> identity_options(ServiceConfig& service)
{
    return {
        Option::text("user", service.user,
            "User it runs as; without one it runs as the supervisor does. A supervisor that is "
            "not root switches no user."),
        Option::text("group", service.group, "Group it runs as; the user's own without one."),
        Option::list_of<std::uint64_t>("capabilities", service.capabilities, &parse_capability,
            "names", "The only capabilities it keeps when its user is switched."),
        Option::flag("sandbox", service.is_sandboxed,
            "Refuse system calls no service needs (mount, ptrace, bpf and the like) and files "
            "outside readable and writable, as far as the kernel can."),
        Option::list_of<std::string>("readable", service.readable, &parse_absolute_path, "paths",
            "What it may read and run. The default is everything its user may."),
        Option::list_of<std::string>("writable", service.writable, &parse_absolute_path, "paths",
            "What it may write besides its state directory and its log files."),
        Option::list_of<std::string>("log_files", service.log_files, &parse_file_name, "names",
            "Files in the logs directory that it writes itself. They are made for its user."),
        Option::number("files", service.files, {16, 1'048'576}, "Descriptors it may have open."),
    };
}

std::vector<Option> lifecycle_options(ServiceConfig& service)
{
    return {
        Option::flag("enabled", service.is_enabled, "Start it with the supervisor."),
        Option::list("groups", service.groups, "Groups for hivectl -g."),
        Option::list("depends", service.depends,
            "Services that must be ready before it starts. Started with it, stopped after it."),
        Option::choice<ReadySign>("ready", service.ready,
            {{"notify", ReadySign::notify}, {"start", ReadySign::start}},
            "It is ready once it sends READY=1 (sd_notify), or as soon as it was started."),
        Option::seconds("start_timeout", service.start_timeout, {1, 3600},
            "Not ready by then: ended and started again."),
        Option::seconds("stop_timeout", service.stop_timeout, {1, 3600},
            "Still there that long after SIGTERM: killed with all below it."),
        Option::seconds("watchdog", service.watchdog, {0, 3600},
            "Ended and started again when no WATCHDOG=1 comes for that long; 0 for no watchdog."),
        Option::milliseconds("restart_delay", service.backoff.initial, {1, 3'600'000},
            "The first restart comes at once, the second after this, then twice as long each."),
        Option::milliseconds("restart_delay_max", service.backoff.cap, {1, 86'400'000},
            "The longest wait before a restart."),
    };
}

std::vector<Option> probe_options(ServiceConfig& service)
{
    return {
        Option::parsed<ProbeSpec>("probe", service.probe, &parse_probe_spec,
            "control|none|http ENDPOINT PATH", "control",
            "How it is asked whether it serves: the verb ping on its control socket, a GET that "
            "must be answered with status 200, or not at all."),
        Option::milliseconds(
            "probe_interval", service.probe_interval, {100, 3'600'000}, "Time between two probes."),
        Option::milliseconds("probe_timeout", service.probe_timeout, {10, 600'000},
            "A probe not answered by then has failed."),
        Option::list_of<Rule>("rules", service.rules, &parse_rule,
            "METRIC OPERATOR VALUE [for N of M] [then ACTION]",
            "Limits looked at every figures_interval; the metrics and actions of a process "
            "check."),
        Option::number("probe_failures", service.probe_failures, {1, 1000},
            "Failed probes in a row after which it is ended and started again."),
    };
}

std::vector<Option> service_options(ServiceConfig& service)
{
    std::vector<Option> options {
        Option::text("description", service.description, "A few words for people."),
        Option::parsed<Command>("command", service.command, &parse_command, "program arguments", "",
            "What to run, without a shell. A program without a slash is looked for beside "
            "the supervisor, then in PATH.")
            .required(),
        Option::list_of<std::string>("environment", service.environment, &parse_assignment,
            "NAME=VALUE", "Variables it gets besides the standard ones."),
        Option::list_of<ListenSpec>("listen", service.listen, &parse_listen_spec,
            "NAME ENDPOINT [MODE [GROUP]]",
            "Sockets the supervisor opens, keeps and passes by name (LISTEN_FDS). Mode and "
            "group are those of a Unix socket, unix:PATH or unix-seqpacket:PATH. The socket control, NAME.sock in the runtime "
            "directory, is always there."),
    };
    for (auto&& part :
        {lifecycle_options(service), probe_options(service), identity_options(service)})
        std::ranges::move(part, std::back_inserter(options));
    return options;
}

std::vector<Option> supervisor_options(SupervisorConfig& config)
{
    return {
        Option::milliseconds("figures_interval", config.figures_interval, {250, 60'000},
            "Time between two looks at processor, memory "
            "and descriptors of the services."),
        Option::number("events_kept", config.events_kept, {10, 10'000},
            "Events remembered for hivectl events and the portal."),
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
        if (std::ranges::find(config.services, check.name, &ServiceConfig::name)
            != config.services.end())
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

std::vector<std::string> ServiceConfig::own_log_paths() const
{
    std::vector<std::string> paths;
    for (const auto& file : log_files)
        paths.push_back(logs_path(file));
    return paths;
}

std::string ServiceConfig::configuration_file() const
{
    return named_configuration(command.words, configuration_path(short_name() + ".ini"));
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
