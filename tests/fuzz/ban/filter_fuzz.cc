// tests/fuzz/ban/filter_fuzz.cc - any line before a few filters.
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/filter.h"

namespace {

hive::Filter make(const hive::FilterRules& rules, hive::LineView view)
{
    return hive::Filter::create(rules, view, std::chrono::system_clock::from_time_t(0)).value();
}

/// A rule of one's own, a stock filter of nginx's kind, one with a prefix of sshd's kind.
std::array<hive::Filter, 3>& filters()
{
    static std::array<hive::Filter, 3> made {
        make({.fail = {"login failed for .* from <HOST>$"}, .ignore = {"monitor"}},
            hive::LineView::whole),
        make({.fail = {R"re(^\s*\[error\] \d+#\d+: \*\d+ user "(?:[^"]+|.*?)":? )re"
                       R"re((?:password mismatch|was not found in "[^\"]*"), )re"
                       R"re(client: <HOST>, server: \S*)re"}},
            hive::LineView::without_date),
        make({.fail = {"^[iI]nvalid user <F-USER>.*?</F-USER> from <HOST>(?: port \\d+)?\\s*$",
                  "^<F-NOFAIL>Connection closed</F-NOFAIL> by <HOST>"},
                 .prefix = R"(^<F-MLFID>\s*(?:\S+\s+)?sshd(?:\[\d+\])?:?\s+</F-MLFID>)"
                           R"(<F-CONTENT>.+</F-CONTENT>$)"},
            hive::LineView::without_date)};
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view line {reinterpret_cast<const char*>(data), size};
    const auto now = std::chrono::system_clock::from_time_t(1'780'033'501);
    for (auto& filter : filters()) {
        const auto match = filter.match(line, now);
        if (match.kind == hive::LineMatch::Kind::failure)
            assert(!match.id.empty() || line.size() > 8192);
    }
    return 0;
}
