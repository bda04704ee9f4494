// lib/csv_line.h - one line of CSV taken apart (RFC 4180, without line breaks in quotes). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hive {

/// The columns: quotes around one are taken off, doubled quotes inside them made single.
/// A quote that is never closed goes to the end of the line.
/// @param line without its line break; a carriage return at its end does not count
[[nodiscard]] std::vector<std::string> split_csv_line(std::string_view line);

/// The value as a column: in quotes where it needs them.
[[nodiscard]] std::string csv_quoted(std::string_view value);

}  // namespace hive
