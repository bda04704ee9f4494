// tests/fuzz/lib/access_log_fuzz.cc - any line of a log: an event or an error, and traits of it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/access_log.h"
#include "lib/request_traits.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    hive::AccessLogReader reader;
    const auto event = reader.read({reinterpret_cast<const char*>(data), size});
    if (!event)
        return 0;
    if (event->status < 0 || event->status > 999)
        std::abort();
    const auto traits = hive::traits_of(*event);
    if (traits.special > event->target.size())
        std::abort();
    return 0;
}
