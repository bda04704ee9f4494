#include "supervisor/core/child_environment.h"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "lib/paths.h"

namespace hive {

std::string own_directory()
{
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().string();
}

std::string search_path()
{
    const char* value = std::getenv("PATH");
    return value != nullptr && *value != '\0'
        ? value
        : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

std::vector<std::string> standard_environment()
{
    std::vector<std::string> environment {"PATH=" + search_path(),
        "CONFIGURATION_DIRECTORY=" + configuration_path(""), "STATE_DIRECTORY=" + state_path(""),
        "RUNTIME_DIRECTORY=" + runtime_path(""), "LOGS_DIRECTORY=" + logs_path("")};
    for (const auto* name : {"TZ", "LANG", "LC_ALL"})
        if (const char* value = std::getenv(name))
            environment.push_back(fmt::format("{}={}", name, value));
    return environment;
}

}  // namespace hive
