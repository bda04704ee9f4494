#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/hive-probe/mysql_greeting.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    (void)hive::judge_mysql_greeting({reinterpret_cast<const char*>(data), size});
    return 0;
}
