#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/hive-probe/http_answer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view received {reinterpret_cast<const char*>(data), size};
    static const hive::NetworkProbe plain;
    static const hive::NetworkProbe strict {.body = "(ok|fine)$", .header = "^Server: [a-z]+"};
    for (const bool is_whole : {false, true}) {
        (void)hive::judge_http(plain, received, is_whole);
        (void)hive::judge_http(strict, received, is_whole);
    }
    return 0;
}
