#include "daemons/chart/chart.h"
#include "daemons/chart/config.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    hive::ChartConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-chart",
            .summary = "serves readings, live updates and the apiary page",
            .config_file = "chart.ini",
            .schema = hive::schema(config),
            .start
            = [&config](hive::Daemon& daemon) { return hive::Chart::create(daemon, config); }});
}
