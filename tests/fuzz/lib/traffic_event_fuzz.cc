// tests/fuzz/lib/traffic_event_fuzz.cc - any datagram: an event that is taken is written back as
// the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/traffic_event.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view datagram {reinterpret_cast<const char*>(data), size};
    while (true) {
        const auto event = hive::take_traffic_event(datagram);
        if (!event)
            return 0;
        std::string written;
        hive::append_traffic_event(written, *event);
        std::string_view again {written};
        if (hive::take_traffic_event(again) != event || !again.empty())
            std::abort();
    }
}
