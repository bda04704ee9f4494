#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/json.h"
#include "supervisor/core/alert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto object = hive::parse_json({reinterpret_cast<const char*>(data), size});
    if (!object || !object->is_object())
        return 0;
    const auto report = hive::parse_alert_report(*object);
    if (!report)
        return 0;
    assert(!report->key.empty() && report->key.size() <= 200 && report->text.size() <= 8192);
    for (const char c : report->subject)
        assert(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    return 0;
}
