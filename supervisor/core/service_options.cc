#include "supervisor/core/service_options.h"

#include <algorithm>
#include <array>

#include "lib/number.h"
#include "supervisor/core/capability.h"

namespace hive {
namespace {

constexpr std::array<std::pair<std::string_view, OnChange>, 3> change_names {
    {{"restart", OnChange::restart}, {"reload", OnChange::reload}, {"none", OnChange::none}}};

std::vector<std::pair<std::string, OnChange>> change_words()
{
    return {change_names.begin(), change_names.end()};
}

Result<std::string> parse_assignment(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
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

Result<CredentialSpec> parse_credential(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return fail("'{}' is not NAME:FILE", text);
    const auto name = text.substr(0, colon);
    if (name.empty() || name.contains('/') || name.starts_with('.') || name.size() > 64)
        return fail("'{}' is not the name of a credential", name);
    return CredentialSpec {
        .name = std::string {name}, .file = TRY(parse_absolute_path(text.substr(colon + 1)))};
}

Result<std::string> parse_environment_path(std::string_view text)
{
    TRY(parse_absolute_path(text.starts_with('-') ? text.substr(1) : text));
    return std::string {text};
}

Result<mode_t> parse_umask(std::string_view text)
{
    const auto mask = number_of<mode_t>(text, 8);
    if (!mask || *mask > 0777)
        return fail("'{}' is not an octal mask up to 0777", text);
    return *mask;
}

std::vector<Option> identity_options(ServiceConfig& service)
{
    return {
        Option::text("user", service.user,
            "User it runs as; without one it runs as the supervisor does. A supervisor that is "
            "not root switches no user."),
        Option::text("group", service.group, "Group it runs as; the user's own without one."),
        Option::list("supplementary_groups", service.extra_groups,
            "Groups it is in besides those of its user."),
        Option::list_of<std::uint64_t>("capabilities", service.capabilities, &parse_capability,
            "names",
            "The only capabilities it keeps when its user is switched; without those that this "
            "host withholds, as a container may, it starts all the same."),
        Option::flag("sandbox", service.is_sandboxed,
            "Refuse system calls no service needs (mount, ptrace, bpf and the like) and files "
            "outside readable and writable, as far as the kernel can."),
        Option::list_of<std::string>("readable", service.readable, &parse_absolute_path, "paths",
            "What it may read and run. The default is everything its user may."),
        Option::list_of<std::string>("writable", service.writable, &parse_absolute_path, "paths",
            "What it may write besides its state directory and its log files."),
        Option::list_of<std::string>("log_files", service.log_files, &parse_file_name, "names",
            "Files in the logs directory that it writes itself. They are made for its user."),
        Option::list_of<CredentialSpec>("credential", service.credentials, &parse_credential,
            "NAME:FILE",
            "Files the supervisor reads and gives to this service alone, as NAME in "
            "$CREDENTIALS_DIRECTORY; at most 1 MB each."),
        Option::choice<OnChange>("credential_change", service.credential_change, change_words(),
            "When such a file changes the new one is put in its place and the service is "
            "restarted, gets SIGHUP, or is left alone."),
        Option::choice<OnChange>("configuration_change", service.configuration_change,
            change_words(),
            "When the supervisor reads its configuration again, and the service's own file was "
            "written since the service started, it is restarted, gets SIGHUP, or is left alone."),
        Option::parsed<mode_t>("umask", service.umask, &parse_umask, "0000-0777", "0027",
            "Rights that files it makes do not have."),
        Option::parsed<std::string>("working_directory", service.working_directory,
            &parse_absolute_path, "path", "", "Where it starts; the supervisor's without one."),
    };
}

std::vector<Option> limit_options(ServiceConfig& service)
{
    constexpr std::int64_t most = std::int64_t {1} << 40;
    auto& limits = service.limits;
    return {
        Option::number("files", limits.files, {16, 1'048'576}, "Descriptors it may have open."),
        Option::bytes("core_size", limits.core_size, {0, most},
            "The largest core dump it may leave; none by default."),
        Option::bytes("memory", limits.memory, {0, most},
            "Address space each of its processes may take, 0 for any. It is more than what is "
            "resident; a rule on memory looks at that."),
        Option::number("processes", limits.processes, {0, 1'000'000},
            "Processes and threads its user may have, all services of that user counted; 0 for "
            "any."),
        Option::bytes(
            "file_size", limits.file_size, {0, most}, "The largest file it may write, 0 for any."),
        Option::number(
            "nice", service.nice, {-20, 19}, "Its place when processors are scarce; 19 is last."),
    };
}

std::vector<Option> lifecycle_options(ServiceConfig& service)
{
    return {
        Option::choice<Enabled>("enabled", service.enabled,
            {{"yes", Enabled::yes}, {"no", Enabled::no}, {"laststate", Enabled::last_state}},
            "Start it with the supervisor; with laststate only if no operator had stopped it."),
        Option::list("groups", service.groups, "Groups for hivectl -g."),
        Option::list("depends", service.depends,
            "Services that must be ready before it starts. Started with it, stopped after it."),
        Option::list("restart_with", service.restart_with,
            "Those of depends with which it is restarted, whenever a new process of theirs starts. "
            "It runs on when any other of them comes and goes."),
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
        Option::number("restart_alert", service.restart_alert, {0, 1000},
            "When it has ended by itself so often within restart_alert_window, that is a critical "
            "alert; it is started again all the same. 0 for no alert."),
        Option::seconds("restart_alert_window", service.restart_alert_window, {1, 86'400},
            "See restart_alert."),
        Option::number("stored_descriptors", service.stored_descriptors, {0, 256},
            "Descriptors it may have kept over its restarts (FDSTORE=1 of sd_notify)."),
    };
}

std::vector<Option> probe_options(ServiceConfig& service)
{
    return {
        Option::parsed<ProbeSpec>("probe", service.probe, &parse_probe_spec,
            "control|none|exec PROGRAM ...|http|https|tcp|tls|unix|mysql|dns ...", "control",
            "How it is asked whether it serves: the verb ping on its control socket, not at all, "
            "by a program of its user that exits with 0, or over the network; see PROBES."),
        Option::milliseconds("probe_interval", service.probe_times.interval, {100, 3'600'000},
            "Time between two probes."),
        Option::milliseconds("probe_delay", service.probe_times.delay, {0, 3'600'000},
            "Time from when it is ready to the first."),
        Option::milliseconds("probe_timeout", service.probe_timeout, {10, 600'000},
            "A probe not answered by then has failed."),
        Option::milliseconds("probe_slow", service.probe_times.slow, {0, 600'000},
            "A service that takes longer to answer is degraded; 0 for none."),
        Option::parsed<ProbeTolerance>("probe_failures", service.probe_failures,
            &parse_probe_tolerance, "N [of M]", "3",
            "Failed probes in a row, or among the last M (at most 64), after which it is ended and "
            "started again."),
        Option::list_of<Rule>("rules", service.rules, &parse_rule,
            "METRIC OPERATOR VALUE [for N of M] [then ACTION]",
            "Limits looked at every figures_interval; the metrics and actions of a process "
            "check."),
    };
}

}  // namespace

std::string_view name_of(OnChange what)
{
    return std::ranges::find(change_names, what, &std::pair<std::string_view, OnChange>::second)
        ->first;
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
        Option::parsed<std::string>("environment_file", service.environment_file,
            &parse_environment_path, "path", "",
            "More of them, a line each, read at each start; '#' begins a comment, values may be "
            "quoted. With '-' in front of the path the file may be missing."),
        Option::list_of<ListenSpec>("listen", service.listen, &parse_listen_spec,
            "NAME ENDPOINT [MODE [GROUP]]",
            "Sockets the supervisor opens, keeps and passes by name (LISTEN_FDS). Mode and "
            "group are those of a Unix socket, unix:PATH or unix-seqpacket:PATH. The socket "
            "control, NAME.sock in the runtime directory, is always there."),
    };
    for (auto&& part : {lifecycle_options(service), probe_options(service),
             identity_options(service), limit_options(service)})
        std::ranges::move(part, std::back_inserter(options));
    return options;
}

}  // namespace hive
