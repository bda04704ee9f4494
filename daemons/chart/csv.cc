#include "daemons/chart/csv.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "daemons/chart/local_time.h"

namespace hive {
namespace {

std::string csv_field(std::string_view name)
{
    std::string field;
    if (name.find_first_of("=+-@") == 0)
        field += '\'';
    for (const char c : name) {
        field += c;
        if (c == '"')
            field += c;
    }
    return field.find_first_of(",\"") == std::string::npos ? field : fmt::format("\"{}\"", field);
}

std::string compact_day(double time)
{
    auto day = utc_text(static_cast<std::int64_t>(time)).substr(0, 10);
    std::erase(day, '-');
    return day;
}

}  // namespace

std::string csv_head(std::span<const std::string> series)
{
    std::string head = "time,iso";
    for (const auto& name : series)
        head += "," + csv_field(name);
    return head + "\r\n";
}

void append_csv_row(std::string& text, std::int64_t time, std::span<const double> values)
{
    fmt::format_to(std::back_inserter(text), "{},{}", time, utc_text(time));
    for (const double value : values) {
        text += ',';
        if (!std::isnan(value))
            fmt::format_to(std::back_inserter(text), "{}", value);
    }
    text += "\r\n";
}

std::string csv_file_name(const RangeQuery& range)
{
    return fmt::format("apiary-{}-{}-{}.csv", range.apiary, compact_day(range.from),
        compact_day(std::min(range.to, latest_time - 1)));
}

Result<std::string> CsvDownload::next_part(Store& store)
{
    if (is_done_)
        return std::string {};
    auto loan = TRY(store.borrow());
    if (!loan)
        return fail("the store is gone");
    auto part = read_part(**loan);
    if (!part)
        loan->discard();
    return part;
}

Result<std::string> CsvDownload::read_part(Readings& readings)
{
    // Series may have been numbered anew since the last part: they are found by name.
    const auto columns = TRY(readings.columns(query_.series));
    if (!columns)
        return fail("a series is gone");
    std::string text = std::exchange(has_head_, true) ? "" : csv_head(query_.series);
    auto samples = TRY(readings.samples(query_.range, *columns, after_));
    while (text.size() < part_bytes) {
        if (!TRY(samples.next())) {
            is_done_ = true;
            break;
        }
        after_ = samples.key();
        append_csv_row(text, after_->time, samples.values());
    }
    return text;
}

}  // namespace hive
