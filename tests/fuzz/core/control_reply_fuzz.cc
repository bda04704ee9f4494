#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/control_question.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    (void)hive::judge_control_reply({reinterpret_cast<const char*>(data), size});
    return 0;
}
