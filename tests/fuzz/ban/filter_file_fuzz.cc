// tests/fuzz/ban/filter_file_fuzz.cc - any bytes as a filter file: rules or a mistake, never a
// crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/filter_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    // The file may include itself by any name it likes: every path gives the same text.
    const auto rules = hive::parse_filter_file(
        "/filter.conf", [&](const std::string&) { return std::optional {std::string {text}}; });
    if (rules)
        (void)hive::Filter::create(*rules, hive::LineView::without_date);
    return 0;
}
