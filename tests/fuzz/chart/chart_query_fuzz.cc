// tests/fuzz/chart/chart_query_fuzz.cc - any text as the query of a chart's address.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/chart/pixel_scale.h"
#include "daemons/chart/query.h"
#include "lib/http_server.h"

namespace {

/// A range that was taken has columns for all its times.
void draw_on(const hive::RangeQuery& query)
{
    assert(query.apiary >= 1 && query.width >= 1 && query.width <= hive::max_width);
    assert(std::isfinite(query.from) && std::isfinite(query.to) && query.from < query.to);
    const hive::PixelScale scale {query.from, query.to, static_cast<std::size_t>(query.width)};
    const auto first = static_cast<std::int64_t>(std::ceil(query.from));
    const auto last = static_cast<std::int64_t>(std::ceil(query.to)) - 1;
    if (first > last)
        return;
    assert(scale.column_of(first) <= scale.column_of(last));
    assert(scale.column_of(last) < scale.columns());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const auto parameters = hive::parse_form(text);
    if (const auto range = hive::parse_range_query(parameters)) {
        draw_on(*range);
        assert(hive::parse_spectrogram_query(parameters));
    }
    if (const auto spectrogram = hive::parse_spectrogram_query(parameters))
        draw_on(spectrogram->range);
    return 0;
}
