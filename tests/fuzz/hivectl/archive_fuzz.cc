// tests/fuzz/hivectl/archive_fuzz.cc - the header of a file in a backup.
#include <cstdint>
#include <string_view>

#include "tools/hivectl/archive.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    (void)hive::parse_archive_header({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
