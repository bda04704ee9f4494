// tests/fuzz/hivectl/ini_edit_fuzz.cc - a value that was set is the one that is read.
#include <cassert>
#include <cstdint>
#include <string_view>

#include "tools/hivectl/ini_edit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(bytes), size};
    const auto changed = hive::with_ini_value(text, "sync", "start", "cold");
    assert(hive::ini_value(changed, "sync", "start") == "cold");
    assert(hive::with_ini_value(changed, "sync", "start", "cold") == changed);
    return 0;
}
