// tests/fuzz/ban/python_regex_fuzz.cc - any expression (the first line) before any line.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/filter_tags.h"
#include "daemons/ban/line_encoding.h"
#include "daemons/ban/pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const auto end = std::min(text.find('\n'), text.size());
    auto pattern
        = hive::Pattern::compile(hive::expand_filter_tags(text.substr(0, end), hive::UseDns::warn));
    if (!pattern)
        return 0;
    auto encoding = hive::LineEncoding::create("auto").value();
    const auto line = encoding.decode(text.substr(std::min(end + 1, text.size())));
    if (pattern->search(hive::Subject {line}) != hive::Pattern::Outcome::match)
        return 0;
    for (const auto& [name, numbers] : pattern->groups())
        if (const auto caught = pattern->group(numbers))
            assert(caught->size() <= line.size());
    return 0;
}
