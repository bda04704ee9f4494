#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/rule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto rule = hive::parse_rule({reinterpret_cast<const char*>(data), size});
    if (rule)
        assert(1 <= rule->needed && rule->needed <= rule->window && rule->window <= 64);
    return 0;
}
