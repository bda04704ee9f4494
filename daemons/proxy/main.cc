#include "daemons/proxy/config.h"
#include "daemons/proxy/proxy.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    hive::ProxyConfig config;
    hive::Proxy* proxy = nullptr;  // the daemon owns it
    return hive::daemon_main(argc, argv,
        {.name = "hive-proxy",
            .summary = "reverse proxy with authentication",
            .config_file = "proxy.ini",
            .schema = hive::schema(config),
            .start = [&](hive::Daemon& daemon) -> hive::Result<std::unique_ptr<hive::Service>> {
                auto made = TRY(hive::Proxy::create(daemon, config));
                proxy = made.get();
                return made;
            },
            .reload = [&] { proxy->reload(); }});
}
