// tests/fuzz/chart/chart_headers_fuzz.cc - any text as Range, If-None-Match and Accept-Encoding.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/chart/negotiation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    for (const std::uint64_t whole : {0ULL, 1ULL, 1000ULL}) {
        const auto range = hive::parse_range(text, whole);
        if (range.kind == hive::RangeRequest::Kind::part)
            assert(range.first < range.end && range.end <= whole);
    }
    const bool takes = hive::accepts_coding(text, "br");
    assert(!takes || text.size() >= 2);
    const bool names = hive::names_tag(text, "\"a\"");
    assert(!names || !text.empty());
    return 0;
}
