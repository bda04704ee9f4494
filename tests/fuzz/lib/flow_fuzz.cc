// tests/fuzz/lib/flow_fuzz.cc - any line becomes a flow of finite numbers or is refused.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/flow.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const auto is_finite = [](float value) { return std::isfinite(value); };
    const hive::FlowReader reader;
    if (const auto flow = reader.read_json(text)) {
        assert(std::ranges::all_of(flow->features, is_finite));
        const auto written = hive::format_flow(*flow);
        assert(reader.read_json(std::string_view {written}.substr(0, written.size() - 1)));
    }
    // A CSV stream: the first line is the header.
    const auto line_end = std::min(text.find('\n'), text.size());
    hive::FlowReader csv;
    if (csv.read_header(text.substr(0, line_end)) && line_end < text.size())
        if (const auto flow = csv.read_csv(text.substr(line_end + 1)))
            assert(std::ranges::all_of(flow->features, is_finite));
    return 0;
}
