// tests/fuzz/chart/chart_query_fuzz.cc - any text as the query of a chart's address.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/chart/csv.h"
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
    if (const auto lines = hive::parse_lines_query(parameters)) {
        draw_on(lines->range);
        assert(!lines->series.empty() && lines->series.size() <= hive::max_series);
    }
    if (const auto spectrogram = hive::parse_spectrogram_query(parameters))
        draw_on(spectrogram->range);
    if (const auto samples = hive::parse_samples_query(parameters))
        draw_on(*samples);
    if (const auto csv = hive::parse_csv_query(parameters))
        assert(hive::csv_file_name(csv->range).ends_with(".csv"));
    if (const auto compared = hive::parse_compare_query(parameters))
        assert(!compared->lines.empty() && compared->lines.size() <= hive::max_compared);
    if (const auto notes = hive::parse_notes_query(parameters))
        assert(notes->from < notes->to);
    if (const auto alerts = hive::parse_alerts_query(parameters))
        assert(alerts->limit >= 1 && alerts->limit <= 1000);
    return 0;
}
