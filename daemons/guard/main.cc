// daemons/guard/main.cc - hive-guard: tells attacks from the traffic, and has them banned.
#include <memory>
#include <string_view>

#include "daemons/guard/config.h"
#include "daemons/guard/guard.h"
#include "daemons/guard/replay.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view {argv[1]} == "replay")
        return hive::replay_command(argc - 1, argv + 1);
    hive::GuardConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-guard",
            .summary = "tells attacks from the traffic",
            .config_file = "guard.ini",
            .schema = hive::schema(config),
            .start = [&](hive::Daemon& daemon) -> hive::Result<std::unique_ptr<hive::Service>> {
                return TRY(hive::Guard::create(daemon, config));
            }});
}
