#include <malloc.h>

#include "lib/daemon.h"
#include "supervisor/portal/config.h"
#include "supervisor/portal/portal.h"

int main(int argc, char** argv)
{
    ::mallopt(M_ARENA_MAX, 1);  // its other thread only hashes passwords
    hive::PortalConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-portal",
            .summary = "the supervisor's web portal",
            .config_file = "portal.ini",
            .schema = hive::schema(config),
            .start
            = [&config](hive::Daemon& daemon) { return hive::Portal::create(daemon, config); }});
}
