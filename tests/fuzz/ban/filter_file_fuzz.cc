// tests/fuzz/ban/filter_file_fuzz.cc - any bytes as a filter file: rules or a mistake, never a
// crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/filter.h"
#include "daemons/ban/filter_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    // The file may include itself by any name it likes: every path gives the same text.
    const hive::FileSource source {
        .read = [&](const std::string&) { return std::optional {std::string {text}}; },
        .list = [](const std::string&) { return std::vector<std::string> {"x.conf"}; }};
    const auto rules = hive::read_filter({.name = "/filter", .options = {{"mode", "a"}}}, source);
    if (rules)
        (void)hive::Filter::create(
            *rules, hive::LineView::without_date, std::chrono::system_clock::from_time_t(0));
    return 0;
}
