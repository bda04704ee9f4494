// tests/fuzz/lib/control_request_fuzz.cc - any line on a control socket.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/control.h"
#include "lib/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto request = hive::parse_control_request({reinterpret_cast<const char*>(data), size});
    if (!request)
        return 0;
    assert(!request->verb.empty());
    const auto arguments = hive::parse_json(request->arguments);
    if (arguments)
        assert(hive::parse_json(hive::to_text(*arguments)));
    return 0;
}
