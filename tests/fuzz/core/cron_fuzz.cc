#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/cron.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto spec = hive::parse_cron({reinterpret_cast<const char*>(data), size});
    if (spec)
        assert(spec->minutes.any() && spec->hours.any() && !spec->days.test(0));
    return 0;
}
