// tests/fuzz/proxy/proxy_header_fuzz.cc - any bytes: a PROXY header ends within them, and what is
// whole stays so with anything behind it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemons/proxy/proxy_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes {reinterpret_cast<const char*>(data), size};
    const auto header = hive::parse_proxy_header(bytes);
    if (header.outcome != hive::ProxyHeader::Outcome::whole)
        return 0;
    if (header.length > size || header.length > hive::max_proxy_header)
        std::abort();
    const auto alone = hive::parse_proxy_header(std::string_view {bytes}.substr(0, header.length));
    if (alone.outcome != header.outcome || alone.client != header.client)
        std::abort();
    return 0;
}
