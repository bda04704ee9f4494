#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/process_stat.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    (void)hive::parse_process_stat(text);
    (void)hive::listening_inode(text, 8080);
    return 0;
}
