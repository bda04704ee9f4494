#include <array>
#include <string>
#include <vector>

#include <sysexits.h>

#include "tools/hivectl/arguments.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/terminal.h"

namespace hive {
namespace {

struct Command {
    std::string_view name;
    int (*run)(const Invocation&, const Terminal&);
};

int show_help(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (invocation.words.empty()) {
        say(help_text());
        return EX_OK;
    }
    const auto* form = find_form(invocation.words.front());
    if (form == nullptr)
        return complain(fmt::format("unknown command '{}'", invocation.words.front()));
    say(help_text(*form));
    return EX_OK;
}

constexpr auto commands = std::to_array<Command>({{"status", &show_status}, {"start", &operate},
    {"stop", &operate}, {"restart", &operate}, {"monitor", &operate}, {"unmonitor", &operate},
    {"summary", &show_summary}, {"report", &show_report}, {"validate", &validate},
    {"procmatch", &match_processes}, {"setup", &set_up}, {"reexec", &reexec}, {"quit", &shut_down},
    {"top", &show_top}, {"backup", &back_up}, {"restore", &restore}, {"logs", &show_logs},
    {"events", &show_events}, {"alerts", &alerts}, {"wait", &wait_until_up},
    {"health", &check_health}, {"sync", &sync}, {"ban", &ban}, {"guard", &guard}, {"unban", &unban},
    {"banned", &list_banned}, {"proxy", &proxy}, {"tls", &tls}, {"monitrc", &monitrc},
    {"control", &control}, {"reload", &reload}, {"shutdown", &shut_down},
    {"version", &show_version}, {"help", &show_help}});

int run(const Invocation& invocation)
{
    const auto terminal = Terminal::find(invocation);
    if (invocation.is_help && invocation.command != "help") {
        say(help_text(*find_form(invocation.command)));
        return EX_OK;
    }
    for (const auto& command : commands)
        if (command.name == invocation.command)
            return command.run(invocation, terminal);
    return EX_USAGE;
}

}  // namespace
}  // namespace hive

int main(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    // Under this name it takes the words of fail2ban-client.
    if (std::string_view {argv[0]}.ends_with("hive-fail2ban-client"))
        arguments.insert(arguments.begin(), "ban");
    const auto invocation = hive::parse_arguments(arguments);
    if (!invocation) {
        hive::complain(invocation.error().message());
        return EX_USAGE;
    }
    return hive::run(*invocation);
}
