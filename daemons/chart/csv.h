// daemons/chart/csv.h - samples as a CSV file (RFC 4180), made part by part.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/chart/query.h"
#include "daemons/chart/sample_cursor.h"
#include "daemons/chart/store.h"
#include "lib/result.h"

namespace hive {

/// "time,iso,internal,weight" and the end of the line. A name with a comma or quote is quoted,
/// one that a spreadsheet would run (= + - @) gets an apostrophe before it. Pure.
[[nodiscard]] std::string csv_head(std::span<const std::string> series);
/// "1640000000,2021-12-20T11:33:20Z,34.5,": NaN is an empty field; the shortest digits that
/// give the same number back. Pure.
void append_csv_row(std::string& text, std::int64_t time, std::span<const double> values);
/// "apiary-3-20211220-20211227.csv". Pure.
[[nodiscard]] std::string csv_file_name(const RangeQuery& range);

/// A download on its way: each part reads on from where the last one ended, so that nothing is
/// held open between them and memory is that of one part.
class CsvDownload {
public:
    /// Text of one part, bytes; the last row may go beyond.
    static constexpr std::size_t part_bytes = std::size_t {64} * 1024;

    explicit CsvDownload(SeriesQuery query) : query_ {std::move(query)} { }
    /// Blocks. @return "" at the end
    Result<std::string> next_part(Store& store);

private:
    Result<std::string> read_part(Readings& readings);

    SeriesQuery query_;
    std::optional<SampleKey> after_;
    bool has_head_ = false;
    bool is_done_ = false;
};

}  // namespace hive
