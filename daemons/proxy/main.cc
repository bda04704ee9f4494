#include "daemons/proxy/config.h"
#include "daemons/proxy/proxy.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    hive::ProxyConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-proxy",
            .summary = "reverse proxy with authentication",
            .config_file = "proxy.ini",
            .schema = hive::schema(config),
            .start
            = [&config](hive::Daemon& daemon) { return hive::Proxy::create(daemon, config); }});
}
