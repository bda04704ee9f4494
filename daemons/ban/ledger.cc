#include "daemons/ban/ledger.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace hive {

Ledger::Ledger(int limit, std::chrono::seconds window, std::size_t room, std::size_t lines)
    : limit_ {static_cast<std::size_t>(limit)}, window_ {window}, lines_ {lines}, offences_ {room}
{
    assert(limit >= 1 && window.count() > 0);
}

Offences& Ledger::touch(const Network& source)
{
    const auto* leaving = offences_.next_to_go();
    if (leaving != nullptr && offences_.find(source) == nullptr)
        changed_.insert(*leaving);
    changed_.insert(source);
    return offences_.touch(source);
}

void Ledger::keep(std::vector<std::string>& lines, std::string_view line) const
{
    if (line.empty() || lines_ == 0)
        return;
    if (lines.size() == lines_)
        lines.erase(lines.begin());
    lines.emplace_back(line.substr(0, max_line));
}

Ledger::Verdict Ledger::add(const Network& source, WallTime time, std::string_view line)
{
    auto& [times, lines] = touch(source);
    times.insert(std::ranges::upper_bound(times, time), time);
    const auto first_counted = std::ranges::upper_bound(times, times.back() - window_);
    times.erase(times.begin(), first_counted);
    keep(lines, line);
    // No older line than there are offences.
    if (lines.size() > times.size())
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(times.size()));
    Verdict verdict {
        .offences = static_cast<int>(times.size()), .is_enough = times.size() >= limit_};
    if (verdict.is_enough) {
        verdict.lines = std::move(lines);
        offences_.erase(source);
    }
    return verdict;
}

void Ledger::forget(const Network& source)
{
    if (offences_.find(source) == nullptr)
        return;
    offences_.erase(source);
    changed_.insert(source);
}

void Ledger::restore(const Network& source, Offences offences)
{
    offences_.touch(source) = std::move(offences);
}

std::vector<Network> Ledger::take_changed()
{
    const auto changed = std::exchange(changed_, {});
    return {changed.begin(), changed.end()};
}

}  // namespace hive
