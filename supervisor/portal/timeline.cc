#include "supervisor/portal/timeline.h"

#include <algorithm>
#include <cmath>

namespace hive {
namespace {

void append(std::vector<RibbonPart>& parts, std::optional<Severity> severity)
{
    if (parts.empty() || parts.back().severity != severity)
        parts.push_back({.severity = severity});
    ++parts.back().cells;
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
    std::vector<std::optional<Severity>> worst(static_cast<std::size_t>(cells));
    const WallSeconds whole = std::max(to - from, WallTime::duration {1});
    const auto cell_of = [&](WallTime time) {
        return std::clamp(
            static_cast<int>(std::floor((time - from) / whole * cells)), 0, cells - 1);
    };
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        const WallTime end = i + 1 < changes_.size() ? changes_[i + 1].time : to;
        if (end < from || changes_[i].time > to)
            continue;
        const Severity severity = severity_of(changes_[i].state);
        const auto last = static_cast<std::size_t>(cell_of(end));
        for (auto cell = static_cast<std::size_t>(cell_of(changes_[i].time)); cell <= last; ++cell)
            worst[cell] = std::max(worst[cell].value_or(severity), severity);
    }
    std::vector<RibbonPart> parts;
    for (const auto& severity : worst)
        append(parts, severity);
    return parts;
}

int Timeline::failures(WallTime from) const
{
    return static_cast<int>(std::ranges::count_if(changes_, [&](const Change& change) {
        return change.time >= from && severity_of(change.state) == Severity::bad;
    }));
}

}  // namespace hive
