#include "tools/hivectl/configuration_check.h"

#include <array>

#include <spawn.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

namespace hive {

std::optional<int> check_configuration(const std::string& program, const std::string& file)
{
    std::array<std::string, 4> words {program, "-t", "-c", file};
    std::array<char*, 5> arguments {
        words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    pid_t pid = 0;
    int status = 0;
    if (::posix_spawnp(&pid, program.c_str(), nullptr, nullptr, arguments.data(), ::environ) != 0
        || ::waitpid(pid, &status, 0) != pid)
        return std::nullopt;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;
}

}  // namespace hive
