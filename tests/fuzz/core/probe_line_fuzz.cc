#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/probe_link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (const auto line = hive::parse_probe_line({reinterpret_cast<const char*>(data), size})) {
        assert(line->answer.took.count() >= 0);
        assert(!line->answer.text.contains('\n'));
    }
    return 0;
}
