#include "lib/paths.h"

#include <cstdlib>

namespace hive {
namespace {

std::string below(const char* variable, std::string_view standard, std::string_view name)
{
    if (name.starts_with('/'))
        return std::string {name};
    const char* moved = std::getenv(variable);
    std::string path {moved != nullptr && *moved != '\0' ? std::string_view {moved} : standard};
    if (!name.empty())
        (path += '/') += name;
    return path;
}

}  // namespace

std::string configuration_path(std::string_view name)
{
    return below("CONFIGURATION_DIRECTORY", "/etc/hive", name);
}
std::string state_path(std::string_view name)
{
    return below("STATE_DIRECTORY", "/var/lib/hive", name);
}
std::string runtime_path(std::string_view name)
{
    return below("RUNTIME_DIRECTORY", "/run/hive", name);
}
std::string logs_path(std::string_view name)
{
    return below("LOGS_DIRECTORY", "/var/log/hive", name);
}

}  // namespace hive
