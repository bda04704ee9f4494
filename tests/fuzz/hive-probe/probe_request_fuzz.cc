#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/hive-probe/answer_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view packet {reinterpret_cast<const char*>(data), size};
    if (const auto request = hive::parse_probe_request(packet))
        assert(request->timeout.count() > 0);
    assert(!hive::answer_line(1, std::string {packet}, {}).contains('\n'));
    return 0;
}
