#include "tools/hive-sample/plan.h"

#include <algorithm>

namespace hive {
namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr std::int64_t default_days = 30;

int apiaries(const Arguments& arguments, const TableState& table)
{
    return arguments.apiaries.value_or(
        table.apiaries > 0 ? table.apiaries : arguments.plan.apiaries);
}

RowPlan row_plan(const Arguments& arguments, const TableState& table)
{
    auto plan = arguments.plan;
    plan.apiaries = apiaries(arguments, table);
    plan.first_id = table.last_id + 1;
    return plan;
}

}  // namespace

Plan plan_rows(const Arguments& arguments, const TableState& table, std::int64_t now)
{
    Plan plan {.rows = row_plan(arguments, table)};
    const auto interval = plan.rows.interval;
    // The apiaries upload within the slot, which must have passed at the end.
    const auto last_slot = arguments.end.value_or(now) / interval - 1;
    const auto slots_of_days = arguments.days.value_or(default_days) * day_seconds / interval;
    plan.count
        = arguments.rows.value_or(std::max<std::int64_t>(slots_of_days, 1) * plan.rows.apiaries);
    const auto slots = (plan.count + plan.rows.apiaries - 1) / plan.rows.apiaries;
    auto first_slot = last_slot - slots + 1;
    if (table.rows > 0) {
        first_slot = table.last_time / interval + 1;
        if (!arguments.rows && !arguments.days)
            plan.count = std::max<std::int64_t>(last_slot - first_slot + 1, 0) * plan.rows.apiaries;
    }
    plan.rows.first_time = first_slot * interval;
    return plan;
}

Plan plan_live(const Arguments& arguments, const TableState& table, std::int64_t now)
{
    Plan plan {.rows = row_plan(arguments, table)};
    plan.rows.first_time = now;
    plan.rows.interval = arguments.live.count();
    plan.count = plan.rows.apiaries;
    return plan;
}

}  // namespace hive
