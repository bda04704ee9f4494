#include "supervisor/portal/timeline.h"

#include <algorithm>
#include <cmath>

namespace hive {
namespace {

/// One number a cell, so that many are compared at a time.
using Cell = signed char;
constexpr Cell unknown = -1;

std::optional<Severity> severity_in(Cell cell)
{
    return cell == unknown ? std::nullopt : std::optional {static_cast<Severity>(cell)};
}

std::vector<RibbonPart> runs_of(const std::vector<Cell>& cells)
{
    std::vector<RibbonPart> parts;
    for (auto first = cells.begin(); first != cells.end();) {
        const auto end
            = std::find_if(first, cells.end(), [first](Cell cell) { return cell != *first; });
        parts.push_back({.severity = severity_in(*first), .cells = static_cast<int>(end - first)});
        first = end;
    }
    return parts;
}

}  // namespace

std::deque<Timeline::Change>::iterator Timeline::after(WallTime time)
{
    return std::ranges::upper_bound(changes_, time, {}, &Change::time);
}

void Timeline::add(WallTime time, ServiceState state)
{
    const auto next = after(time);
    if (next != changes_.begin() && std::prev(next)->state == state)
        return;
    changes_.insert(next, {.time = time, .state = state});
    if (changes_.size() > max_changes)
        changes_.pop_front();
}

void Timeline::add_exit(WallTime time)
{
    const auto next = after(time);
    const bool was_stopping
        = next != changes_.begin() && std::prev(next)->state == ServiceState::stopping;
    if (!was_stopping)
        add(time, ServiceState::backoff);
}

std::optional<WallTime> Timeline::begin() const
{
    return changes_.empty() ? std::nullopt : std::optional {changes_.front().time};
}

std::vector<RibbonPart> Timeline::parts(WallTime from, WallTime to, int cells) const
{
    std::vector<Cell> worst(static_cast<std::size_t>(cells), unknown);
    const WallSeconds whole = std::max(to - from, WallTime::duration {1});
    const auto cell_of = [&](WallTime time) {
        return std::clamp(
            static_cast<int>(std::floor((time - from) / whole * cells)), 0, cells - 1);
    };
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        const WallTime end = i + 1 < changes_.size() ? changes_[i + 1].time : to;
        if (end < from || changes_[i].time > to)
            continue;
        const auto severity = static_cast<Cell>(severity_of(changes_[i].state));
        const auto first = worst.begin() + cell_of(changes_[i].time);
        std::transform(first, worst.begin() + cell_of(end) + 1, first,
            [severity](Cell cell) { return std::max(cell, severity); });
    }
    return runs_of(worst);
}

int Timeline::failures(WallTime from) const
{
    return static_cast<int>(std::ranges::count_if(changes_, [&](const Change& change) {
        return change.time >= from && severity_of(change.state) == Severity::bad;
    }));
}

}  // namespace hive
