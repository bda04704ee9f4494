#include <array>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <new>

#include <sysexits.h>
#include <unistd.h>

#include "supervisor/keeper/keeper.h"

namespace {

/// The core lies beside this program or in /usr/lib/hive.
const char* find_core()
{
    static std::array<char, PATH_MAX + 8> place;
    char* const path = place.data();
    const ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    std::memcpy(path + (length < 0 ? 0 : length), "-core", sizeof "-core");
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
        // Not on the stack: guarded against clashes, all its pages would be touched there.
        alignas(hive::Keeper) static std::array<std::byte, sizeof(hive::Keeper)> place;
        return (new (place.data()) hive::Keeper {core, argv})->run();
    }
    execv(core, argv);
    std::fprintf(stderr, "hive-supervisor: %s: %s\n", core, std::strerror(errno));
    return EX_SOFTWARE;
}
