// tests/fuzz/guard/flow_lines_fuzz.cc - any stream of bytes as flow records, in two pieces.
#include <cstdint>
#include <string_view>

#include "daemons/guard/flow_lines.h"
#include "daemons/guard/lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    hive::Lines lines {hive::max_flow_line};
    hive::FlowLines flows {hive::FlowFields {}};
    const auto take = [&flows](std::string_view line) { static_cast<void>(flows.read(line)); };
    lines.feed(text.substr(0, size / 2), take);
    lines.feed(text.substr(size / 2), take);
    take(lines.rest());
    return 0;
}
