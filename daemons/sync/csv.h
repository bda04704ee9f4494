// daemons/sync/csv.h - records of a CSV file (RFC 4180). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Longer records are refused: a quote that is never closed must not swallow a file.
constexpr std::size_t longest_record = 1 << 20;

struct CsvRecord {
    std::vector<std::string> fields;
    std::size_t size = 0;  // bytes it takes, its line end included
};

/// Takes the record at the beginning of a text. Fields are separated by commas; one between
/// quotation marks may hold commas, line ends and doubled quotation marks.
/// @return nothing when the record does not end within the text; an error when it is longer than
///         longest_record, or there is something behind a closing quotation mark
[[nodiscard]] Result<std::optional<CsvRecord>> parse_csv_record(std::string_view text);

/// A number, nothing for "", NULL and \N, NaN for anything else.
[[nodiscard]] std::optional<double> csv_number(std::string_view field);

}  // namespace hive
