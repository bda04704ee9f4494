#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

#include <sysexits.h>
#include <unistd.h>

#include "supervisor/keeper/keeper.h"

namespace {

/// The core lies beside this program or in /usr/lib/hive.
const char* find_core()
{
    static char path[PATH_MAX + 8];
    const ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    path[length < 0 ? 0 : length] = '\0';
    std::strcat(path, "-core");
    return access(path, X_OK) == 0 ? path : "/usr/lib/hive/hive-supervisor-core";
}

/// @return false when the arguments ask for something that ends: -t, -O, --help
bool is_plain_start(char** argv)
{
    for (char** argument = argv + 1; *argument != nullptr; ++argument) {
        const bool is_alone
            = std::strcmp(*argument, "-c") == 0 || std::strcmp(*argument, "--config") == 0;
        if (is_alone && *++argument == nullptr)
            return false;
        if (is_alone || std::strcmp(*argument, "-v") == 0
            || std::strcmp(*argument, "--verbose") == 0)
            continue;
        if (std::strncmp(*argument, "-c", 2) != 0 && std::strncmp(*argument, "--config=", 9) != 0)
            return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 1)
        return EX_USAGE;
    const char* core = find_core();
    if (is_plain_start(argv)) {
        argv[0] = const_cast<char*>(core);
        hive::Keeper keeper {core, argv};
        return keeper.run();
    }
    execv(core, argv);
    std::fprintf(stderr, "hive-supervisor: %s: %s\n", core, std::strerror(errno));
    return EX_SOFTWARE;
}
