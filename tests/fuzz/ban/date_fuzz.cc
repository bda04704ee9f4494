// tests/fuzz/ban/date_fuzz.cc - any datepattern (the first line) and any line before it and
// before the default forms.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/date_detector.h"
#include "daemons/ban/line_encoding.h"

namespace {

void look(hive::DateDetector& detector, std::string_view line)
{
    const auto now = std::chrono::system_clock::from_time_t(1'780'033'501);
    for (int i = 0; i < 2; ++i) {
        const auto date = detector.find(hive::Subject {line}, now);
        if (date)
            assert(date->begin + date->length <= line.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    static auto defaults = hive::DateDetector::create({}, "", 2026).value();
    static auto encoding = hive::LineEncoding::create("auto").value();
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = encoding.decode(text.substr(std::min(end + 1, text.size())));
    look(defaults, line);
    if (auto own = hive::DateDetector::create({std::string {text.substr(0, end)}}, "CET", 2026))
        look(*own, line);
    return 0;
}
