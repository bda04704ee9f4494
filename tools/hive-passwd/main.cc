#include <sysexits.h>

#include "lib/daemon.h"
#include "lib/paths.h"
#include "tools/hive-passwd/commands.h"

int main(int argc, char** argv)
{
    auto arguments = hive::parse_passwd_arguments({argv + 1, argv + argc});
    if (!arguments) {
        fmt::print(stderr, "hive-passwd: {}\n{}", arguments.error().message(), hive::passwd_help());
        return EX_USAGE;
    }
    if (arguments->command == hive::PasswdCommand::help) {
        fmt::print("{}", hive::passwd_help());
        return EX_OK;
    }
    if (arguments->command == hive::PasswdCommand::version) {
        fmt::print("hive-passwd {}\n", hive::version());
        return EX_OK;
    }
    if (arguments->file.empty())
        arguments->file = hive::configuration_path("users");
    const auto status = hive::run_passwd(*arguments);
    if (!status)
        fmt::print(stderr, "hive-passwd: {}\n", status.error().message());
    return status.value_or(EX_SOFTWARE);
}
