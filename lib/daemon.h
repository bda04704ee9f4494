// lib/daemon.h - the common life of every Hive daemon.
//
// arguments -> log -> configuration (every mistake printed) -> `-t` ends here ->
// loop, control socket -> start() -> READY=1 -> run, WATCHDOG=1 -> STOPPING=1 -> 0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/config.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/listener.h"
#include "lib/result.h"

namespace hive {

/// What a daemon keeps alive while it runs; its destructor is the shutdown.
struct Service {
    virtual ~Service() = default;
};

/// How a serving daemon is: shown by the supervisor.
enum class Health { ready, degraded };

/// What a starting and serving daemon has to work with.
class Daemon {
public:
    EventLoop& loop;
    /// Serves `ping`, `version`, `help` and `log-level` already.
    ControlServer& control;

    /// The listening sockets called `name`: inherited, else opened on `fallback`.
    [[nodiscard]] Result<std::vector<Fd>> listeners(
        std::string_view name, const Endpoint& fallback, mode_t mode = 0660);
    /// Descriptors called `name`, only if inherited.
    [[nodiscard]] std::vector<Fd> inherited(std::string_view name);
    /// Names of inherited descriptors that were not asked for.
    [[nodiscard]] std::vector<std::string> unclaimed() const;

    /// The file it was started with, for one that reads it again.
    [[nodiscard]] const std::string& config_path() const;

    /// Says how the daemon is, to the supervisor (STATUS=) and to whoever pings.
    /// @param text one short sentence, "copied 100000 rows"
    void report(Health health, std::string text);

    /// Used by daemon_main only.
    struct Parts;
    Daemon(EventLoop& event_loop, ControlServer& control_server, Parts& parts);

private:
    Parts& parts_;
};

struct DaemonSpec {
    std::string name;  // "hive-proxy"; log prefix; its control socket is proxy.sock
    std::string summary;  // for --help: "reverse proxy with authentication"
    std::string config_file;  // "proxy.ini", in the configuration directory unless -c names one
    Schema schema;
    /// Opens everything the daemon needs. Runs once, after the configuration is valid.
    std::function<Result<std::unique_ptr<Service>>(Daemon&)> start;
    /// SIGHUP, where the daemon reloads in place; it restarts otherwise.
    std::function<void()> reload;
    /// SIGTERM and SIGINT, where ending takes time: it stops the loop when all is done. The
    /// loop stops at once otherwise.
    std::function<void()> stop;
};

/// Options -c FILE, -t, -O, -v, --help, --version.
/// @return exit status: 0 stopped on request, 64 usage, 78 bad configuration, 70 failed
int daemon_main(int argc, char** argv, const DaemonSpec& spec);

/// The schema with what every daemon takes besides: log_level, in its first section. Reading a
/// file with it sets the level at once.
[[nodiscard]] Schema with_common_options(Schema schema);

/// The version of this build of Hive, "0.1.0".
[[nodiscard]] std::string_view version();

/// One datagram to $NOTIFY_SOCKET (sd_notify(3)): "READY=1", "STATUS=…". Nothing happens
/// when there is no such socket.
void notify_supervisor(std::string_view state);

}  // namespace hive
