// daemons/ban/main.cc - hive-ban: bans who fails too often.
#include <memory>
#include <string_view>

#include "daemons/ban/ban.h"
#include "daemons/ban/config.h"
#include "daemons/ban/regex_command.h"
#include "lib/daemon.h"
#include "lib/log.h"

// NOLINTNEXTLINE(bugprone-exception-escape): JSON throws at a wrong type, which is a bug
int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view {argv[1]} == "regex")
        return hive::regex_command(argc - 1, argv + 1);
    hive::BanConfig config;
    hive::BanService* service = nullptr;
    return hive::daemon_main(argc, argv,
        {.name = "hive-ban",
            .summary = "bans addresses that fail too often",
            .config_file = "ban.ini",
            .schema = hive::schema(config),
            .start = [&](hive::Daemon& daemon) -> hive::Result<std::unique_ptr<hive::Service>> {
                auto made = TRY(hive::BanService::create(daemon, config));
                service = made.get();
                return made;
            },
            .reload =
                [&] {
                    if (const auto reloaded = service->reload(); !reloaded)
                        hive::log::error("not reloaded: {}", reloaded.error().message());
                }});
}
