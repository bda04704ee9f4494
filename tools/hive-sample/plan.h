// tools/hive-sample/plan.h - which rows to write, from what was asked and what is there. Pure.
#pragma once

#include <cstdint>

#include "tools/hive-sample/arguments.h"
#include "tools/hive-sample/rows.h"

namespace hive {

/// What a table holds before anything is written.
struct TableState {
    std::int64_t rows = 0;
    std::int64_t last_id = 0;
    std::int64_t last_time = 0;  // epoch seconds, times in the future left aside
    int apiaries = 0;
};

struct Plan {
    RowPlan rows;
    std::int64_t count = 0;  // 0: there is nothing to write
};

/// @param now epoch seconds
[[nodiscard]] Plan plan_rows(const Arguments& arguments, const TableState& table, std::int64_t now);

/// One row per apiary, of now.
[[nodiscard]] Plan plan_live(const Arguments& arguments, const TableState& table, std::int64_t now);

}  // namespace hive
