#include <string_view>

#include "daemons/sync/config.h"
#include "daemons/sync/import.h"
#include "daemons/sync/sync.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view {argv[1]} == "import")
        return hive::import_main(argc, argv);
    hive::SyncConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-sync",
            .summary = "copies sensor rows from a remote database",
            .config_file = "sync.ini",
            .schema = hive::schema(config),
            .start
            = [&config](hive::Daemon& daemon) { return hive::Sync::create(daemon, config); }});
}
