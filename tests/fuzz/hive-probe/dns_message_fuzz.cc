#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/hive-probe/dns_message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view packet {reinterpret_cast<const char*>(data), size};
    for (const std::uint16_t type : {1, 5, 15, 16, 28})
        (void)hive::parse_dns_answer(packet, type, 0x1234);
    return 0;
}
