#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "supervisor/core/notification.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto notification = hive::parse_notification({reinterpret_cast<const char*>(data), size});
    if (notification.status) {
        assert(notification.status->size() <= 512);
        for (const char c : *notification.status)
            assert(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
    assert(!notification.main_process || *notification.main_process > 1);
    assert(!notification.extension || notification.extension->count() > 0);
    assert(!notification.descriptor_name.contains(':'));
    return 0;
}
