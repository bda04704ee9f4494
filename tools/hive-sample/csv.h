// tools/hive-sample/csv.h - a sample row as a line of CSV. Pure.
#pragma once

#include <string>

#include "tools/hive-sample/rows.h"

namespace hive {

/// "id,apiary_id,apiary_name,timestamp,...\n"
[[nodiscard]] std::string csv_header();
/// Appends one line; NULL is \N, as LOAD DATA INFILE takes it.
void append_csv(std::string& text, const SampleRow& row);

}  // namespace hive
