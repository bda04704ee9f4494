// tests/fuzz/lib/payload_scan_fuzz.cc - any target: decoding ends and stays within its bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/payload_scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    if (hive::decode_payload(text).size() > hive::max_scanned)
        std::abort();
    hive::scan_target(text);
    hive::scan_payload(text);
    return 0;
}
