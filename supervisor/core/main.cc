#include "lib/daemon.h"
#include "supervisor/core/config.h"
#include "supervisor/core/supervisor.h"

int main(int argc, char** argv)
{
    hive::SupervisorConfig config;
    hive::Supervisor* supervisor = nullptr;
    return hive::daemon_main(argc, argv,
        {.name = "hive-supervisor",
            .summary = "starts, watches and restarts the services",
            .config_file = "supervisor.ini",
            .schema = hive::schema(config),
            .start = [&](hive::Daemon& daemon) -> hive::Result<std::unique_ptr<hive::Service>> {
                auto created = TRY(hive::Supervisor::create(daemon, config));
                supervisor = created.get();
                return created;
            },
            .stop = [&] { supervisor->stop(); }});
}
