#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/environment_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto variables
        = hive::parse_environment_file({reinterpret_cast<const char*>(data), size});
    if (variables)
        for (const auto& variable : *variables)
            assert(variable.find('=') > 0 && !variable.contains('\0'));
    return 0;
}
