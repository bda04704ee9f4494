// tools/hive-train/flow_data.h - labelled flow records from files, as a table.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lib/result.h"
#include "tools/hive-train/table.h"

namespace hive {

/// Rows kept at most: a table of flows takes some 100 bytes a row.
constexpr std::size_t max_training_rows = 20'000'000;

struct FlowData {
    TrainingTable table;
    std::size_t refused = 0;  // lines that are no labelled flow
};

/// CSV with a header line, or JSON lines; which of them the first byte tells. "-" is the
/// standard input.
/// @param complain gets "FILE:LINE: what is wrong" of each line that is refused
/// @return an error for a file that cannot be read, a bad header, no rows at all
[[nodiscard]] Result<FlowData> read_flow_data(
    std::span<const std::string> paths, const std::function<void(std::string_view)>& complain);

}  // namespace hive
