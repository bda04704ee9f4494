#include <string>
#include <vector>

#include <malloc.h>

#include "lib/daemon.h"
#include "lib/paths.h"
#include "supervisor/core/command_line.h"
#include "supervisor/core/config.h"
#include "supervisor/core/supervisor.h"

int main(int argc, char** argv)
{
    ::mallopt(M_ARENA_MAX, 1);  // its threads have little to do: one heap is enough
    const std::vector<std::string> words(argv, argv + argc);
    const auto path = hive::named_configuration(words, hive::configuration_path("supervisor.ini"));
    hive::SupervisorConfig config;
    hive::Supervisor* supervisor = nullptr;
    return hive::daemon_main(argc, argv,
        {.name = "hive-supervisor",
            .summary = "starts, watches and restarts the services",
            .config_file = "supervisor.ini",
            .schema = hive::schema(config),
            .start = [&](hive::Daemon& daemon) -> hive::Result<std::unique_ptr<hive::Service>> {
                auto created = TRY(hive::Supervisor::create(daemon, config, path));
                supervisor = created.get();
                return created;
            },
            .reload =
                [&] {
                    // It logs every mistake; the present configuration stays then.
                    [[maybe_unused]] const auto reloaded = supervisor->reload();
                },
            .stop = [&] { supervisor->stop(); }});
}
