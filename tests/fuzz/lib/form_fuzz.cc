#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/encoding.h"
#include "lib/http_server.h"

// A form never has more pairs than it may; encoding what was decoded gives the same pairs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const auto pairs = hive::parse_form(text);
    assert(pairs.size() <= 64);
    std::string again;
    for (const auto& [name, value] : pairs)
        again += hive::percent_encode(name) + "=" + hive::percent_encode(value) + "&";
    assert(hive::parse_form(again) == pairs);

    if (const auto bytes = hive::percent_decode(text))
        assert(hive::percent_decode(hive::percent_encode(*bytes)) == bytes);
    if (const auto bytes = hive::from_base64(text))
        assert(hive::to_base64(*bytes) == text);
    const hive::HttpRequest request {.headers = {{"Cookie", std::string {text}}}};
    assert(request.cookie("sid").size() <= size);
    return 0;
}
