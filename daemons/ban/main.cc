// daemons/ban/main.cc - hive-ban: bans who fails too often.
#include <string_view>

#include "daemons/ban/ban.h"
#include "daemons/ban/config.h"
#include "daemons/ban/regex_command.h"
#include "lib/daemon.h"

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view {argv[1]} == "regex")
        return hive::regex_command(argc - 1, argv + 1);
    hive::BanConfig config;
    return hive::daemon_main(argc, argv,
        {.name = "hive-ban",
            .summary = "bans addresses that fail too often",
            .config_file = "ban.ini",
            .schema = hive::schema(config),
            .start
            = [&](hive::Daemon& daemon) { return hive::BanDaemon::create(daemon, config); }});
}
