#include "lib/daemon.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include <getopt.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "lib/start_memory.h"

namespace hive {

struct Daemon::Parts {
    Inherited inherited;
    std::string config_path;
    Health health = Health::ready;
    std::string status = "starting";
};

Daemon::Daemon(EventLoop& event_loop, ControlServer& control_server, Parts& parts)
    : loop {event_loop}, control {control_server}, parts_ {parts}
{
}

Result<std::vector<Fd>> Daemon::listeners(
    std::string_view name, const Endpoint& fallback, mode_t mode)
{
    auto claimed = parts_.inherited.claim(name);
    if (!claimed.empty())
        return claimed;
    return open_listeners(fallback, mode);
}

std::vector<Fd> Daemon::inherited(std::string_view name)
{
    return parts_.inherited.claim(name);
}

std::vector<std::string> Daemon::unclaimed() const
{
    return parts_.inherited.left_over();
}

const std::string& Daemon::config_path() const
{
    return parts_.config_path;
}

void Daemon::report(Health health, std::string text)
{
    parts_.health = health;
    parts_.status = std::move(text);
    notify_supervisor("STATUS=" + parts_.status);
}

namespace {

enum class Mode { serve, test_config, print_options, print_help, print_version };

struct Arguments {
    std::string config_path;
    Mode mode = Mode::serve;
    bool is_verbose = false;
};

Result<Arguments> parse_arguments(int argc, char** argv, const DaemonSpec& spec)
{
    static constexpr auto long_options
        = std::to_array<option>({{"config", required_argument, nullptr, 'c'},
            {"test", no_argument, nullptr, 't'}, {"options", no_argument, nullptr, 'O'},
            {"verbose", no_argument, nullptr, 'v'}, {"help", no_argument, nullptr, 'h'},
            {"version", no_argument, nullptr, 'V'}, {nullptr, 0, nullptr, 0}});
    Arguments arguments {.config_path = configuration_path(spec.config_file)};
    int letter = 0;
    while ((letter = ::getopt_long(argc, argv, "c:tOvhV", long_options.data(), nullptr)) != -1) {
        switch (letter) {
        case 'c': arguments.config_path = ::optarg; break;
        case 't': arguments.mode = Mode::test_config; break;
        case 'O': arguments.mode = Mode::print_options; break;
        case 'v': arguments.is_verbose = true; break;
        case 'h': arguments.mode = Mode::print_help; break;
        case 'V': arguments.mode = Mode::print_version; break;
        default: return fail("see {} --help", spec.name);
        }
    }
    if (::optind < argc)
        return fail("unexpected argument '{}'; see {} --help", argv[::optind], spec.name);
    return arguments;
}

void print_help(const DaemonSpec& spec)
{
    fmt::print("{0} - {1}\n\n"
               "usage: {0} [-c FILE] [-v]      serve in the foreground\n"
               "       {0} [-c FILE] -t        check the configuration, list every mistake\n"
               "\n"
               "  -c, --config FILE   configuration (default {2})\n"
               "  -t, --test          check the configuration and stop: 0 valid, 78 not\n"
               "  -O, --options       print every option as mdoc(7)\n"
               "  -v, --verbose       log debug lines, too, whatever log_level says\n"
               "  -h, --help          this text\n"
               "      --version       the version\n"
               "\n"
               "More in {0}(8).\n",
        spec.name, spec.summary, configuration_path(spec.config_file));
}

/// "hive-proxy" -> "proxy.sock" in the runtime directory.
std::string control_path(std::string_view program)
{
    if (program.starts_with("hive-"))
        program.remove_prefix(5);
    return runtime_path(fmt::format("{}.sock", program));
}

std::string_view health_word(Health health)
{
    switch (health) {
    case Health::ready: return "ready";
    case Health::degraded: return "degraded";
    }
    std::unreachable();
}

void serve_common_verbs(ControlServer& control, const Daemon::Parts& parts)
{
    control.verb("ping", "Whether the program serves, and how it is.", {"*"},
        [&parts](const Json& /*arguments*/, const ControlReply& reply) {
            reply.done({{"state", health_word(parts.health)}, {"status", parts.status}});
        });
    control.verb("version", "The version of the program.", {"*"},
        [](const Json& /*arguments*/, const ControlReply& reply) {
            reply.done({{"version", version()}});
        });
    control.verb("log-level", "Logs from {\"level\": NAME} on.", {},
        [](const Json& arguments, const ControlReply& reply) {
            const auto level = log::parse_level(text_at(arguments, "level"));
            if (!level)
                return reply.fail(level.error().message());
            log::set_level(*level);
            reply.done();
        });
}

/// Sends WATCHDOG=1 at half the interval the supervisor asks for (sd_watchdog_enabled(3)).
Result<Watch> feed_watchdog(EventLoop& loop)
{
    const char* interval = std::getenv("WATCHDOG_USEC");
    const auto microseconds = interval != nullptr ? std::strtoull(interval, nullptr, 10) : 0;
    if (microseconds < 2000)
        return Watch {};
    return loop.every(
        std::chrono::milliseconds {microseconds / 2000}, [] { notify_supervisor("WATCHDOG=1"); });
}

Result<> serve(const DaemonSpec& spec, const std::string& config_path)
{
    std::signal(SIGPIPE, SIG_IGN);
    Daemon::Parts parts {.inherited = Inherited::take(), .config_path = config_path};
    auto loop = TRY(EventLoop::create());
    auto sockets = parts.inherited.claim("control");
    if (sockets.empty()) {
        std::error_code ignored;  // a directory that is still missing fails the next line
        std::filesystem::create_directories(runtime_path(""), ignored);
        sockets = TRY(open_listeners(Endpoint {.unix_path = control_path(spec.name)}, 0666));
    }
    const auto control = TRY(ControlServer::create(loop, std::move(sockets)));
    serve_common_verbs(*control, parts);

    const std::function<void()> stop = spec.stop ? spec.stop : [&loop] { loop.stop(); };
    const auto on_term = TRY(loop.on_signal(SIGTERM, stop));
    const auto on_int = TRY(loop.on_signal(SIGINT, stop));
    Watch on_hangup;
    if (spec.reload)
        on_hangup = TRY(loop.on_signal(SIGHUP, spec.reload));

    Daemon daemon {loop, *control, parts};
    const auto service = TRY(spec.start(daemon));
    for (const auto& name : parts.inherited.left_over())
        log::warning(
            "ignored {}: an inherited socket nobody asked for", log::field("socket", name));
    if (parts.status == "starting")
        daemon.report(Health::ready, "serving");
    notify_supervisor("READY=1");
    const auto watchdog = TRY(feed_watchdog(loop));
    release_start_memory();
    log::notice("started version={}", version());
    TRY(loop.run());
    notify_supervisor("STOPPING=1");
    log::notice("stopped");
    return {};
}

int check_and_serve(const DaemonSpec& spec, const Arguments& arguments)
{
    const auto mistakes = load_config(arguments.config_path, with_common_options(spec.schema));
    for (const auto& mistake : mistakes)
        log::error("{}", mistake.message());
    if (!mistakes.empty())
        return EX_CONFIG;
    if (arguments.mode == Mode::test_config)
        return EX_OK;
    if (arguments.is_verbose)
        log::set_level(log::Level::debug);
    if (const auto served = serve(spec, arguments.config_path); !served) {
        log::error("{}", served.error().message());
        return EX_SOFTWARE;
    }
    return EX_OK;
}

}  // namespace

int daemon_main(int argc, char** argv, const DaemonSpec& spec)
{
    log::open(spec.name, log::Level::info);
    const auto arguments = parse_arguments(argc, argv, spec);
    if (!arguments) {
        fmt::print(stderr, "{}: {}\n", spec.name, arguments.error().message());
        return EX_USAGE;
    }
    switch (arguments->mode) {
    case Mode::print_help: print_help(spec); return EX_OK;
    case Mode::print_version: fmt::print("{} {}\n", spec.name, version()); return EX_OK;
    case Mode::print_options:
        fmt::print("{}", manual_options(with_common_options(spec.schema)));
        return EX_OK;
    case Mode::test_config:
    case Mode::serve: return check_and_serve(spec, *arguments);
    }
    std::unreachable();
}

Schema with_common_options(Schema schema)
{
    schema.sections.front().options.push_back({.name = "log_level",
        .help = "What is logged: this and all that is worse. emerg, alert, crit and critical are "
                "taken for error, warn for warning.",
        .type = "error|warning|notice|info|debug",
        .initial = "info",
        .set = [](std::string_view value) -> Result<> {
            log::set_level(TRY(log::parse_level(value)));
            return {};
        }});
    return schema;
}

std::string_view version()
{
    return HIVE_VERSION;
}

void notify_supervisor(std::string_view state)
{
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address {.sun_family = AF_UNIX};
    if (path == nullptr || std::strlen(path) >= sizeof address.sun_path)
        return;
    std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';  // an abstract name (unix(7))
    const Fd fd {::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (!fd)
        return;
    ::sendto(fd.get(), state.data(), state.size(), MSG_NOSIGNAL,
        reinterpret_cast<const sockaddr*>(&address), length);
}

}  // namespace hive
