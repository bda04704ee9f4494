// supervisor/core/host_name.h - what this machine calls itself.
#pragma once

#include <array>
#include <string>

#include <unistd.h>

namespace hive {

[[nodiscard]] inline std::string host_name()
{
    std::array<char, 256> name {};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

}  // namespace hive
