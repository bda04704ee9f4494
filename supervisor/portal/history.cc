#include "supervisor/portal/history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace hive {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

/// The figures of a service in the order of Measure; a stopped one has none.
std::array<float, 4> figures_of(const ServiceStatus& service)
{
    if (service.pid == 0)
        return {none, none, none, none};
    return {static_cast<float>(service.cpu_percent), static_cast<float>(service.memory_kb) / 1000,
        static_cast<float>(service.descriptors),
        service.probe_ms ? static_cast<float>(*service.probe_ms) : none};
}

/// The state an event tells of, if it tells of one.
std::optional<ServiceState> state_after(EventKind kind)
{
    switch (kind) {
    case EventKind::starting: return ServiceState::starting;
    case EventKind::ready: return ServiceState::ready;
    case EventKind::degraded: return ServiceState::degraded;
    case EventKind::backoff: return ServiceState::backoff;
    case EventKind::stopping: return ServiceState::stopping;
    case EventKind::stopped: return ServiceState::stopped;
    case EventKind::misconfigured: return ServiceState::misconfigured;
    case EventKind::unmonitored: return ServiceState::unmonitored;
    case EventKind::exited:
    case EventKind::adopted:
    case EventKind::operator_action:
    case EventKind::unstable:
    case EventKind::configuration:
    case EventKind::credential:
    case EventKind::reloading:
    case EventKind::reloaded:
    case EventKind::main_process:
    case EventKind::probe: return std::nullopt;
    }
    std::unreachable();
}

/// The larger of two values of which either may be missing.
float larger(float left, float right)
{
    return std::isnan(left) || right > left ? right : left;
}

float most_of_last(const FigureRing& ring, std::size_t count)
{
    const auto values = ring.values();
    const auto first = values.size() - std::min(count, values.size());
    return peaks(std::span {values}.subspan(first), 1).front();
}

}  // namespace

void FigureRing::push(float value)
{
    values_[next_] = value;
    next_ = (next_ + 1) % capacity;
    count_ = std::min(count_ + 1, capacity);
}

std::vector<float> FigureRing::values() const
{
    std::vector<float> ordered;
    ordered.reserve(count_);
    const std::size_t oldest = (next_ + capacity - count_) % capacity;
    for (std::size_t i = 0; i < count_; ++i)
        ordered.push_back(values_[(oldest + i) % capacity]);
    return ordered;
}

std::vector<float> peaks(std::span<const float> values, std::size_t points)
{
    const std::size_t group = (values.size() + points - 1) / points;
    std::vector<float> reduced;
    for (std::size_t first = 0; first < values.size(); first += group) {
        float most = none;
        for (const float value : values.subspan(first, std::min(group, values.size() - first)))
            most = larger(most, value);
        reduced.push_back(most);
    }
    return reduced;
}

History::Record* History::record(const std::string& service)
{
    const auto found = records_.find(service);
    if (found != records_.end())
        return &found->second;
    return records_.size() < max_services ? &records_[service] : nullptr;
}

void History::sample(std::span<const ServiceStatus> services)
{
    constexpr std::size_t samples_a_round = day_period / period;
    const bool is_round = ++samples_ % samples_a_round == 0;
    ++revision_;
    for (auto& [name, record] : records_) {
        const auto found = std::ranges::find(services, name, &ServiceStatus::name);
        const auto figures = found == services.end() ? figures_of({}) : figures_of(*found);
        for (std::size_t i = 0; i < figures.size(); ++i) {
            record.figures[i].push(figures[i]);
            if (is_round)
                record.peaks[i].push(most_of_last(record.figures[i], samples_a_round));
        }
    }
}

void History::note(const ServiceStatus& service)
{
    ++revision_;
    if (Record* known = record(service.name))
        known->states.add(service.since, service.state);
}

void History::note(const ServiceEvent& event)
{
    ++revision_;
    const auto found = records_.find(event.service);
    if (found == records_.end())
        return;
    if (event.kind == EventKind::exited)
        found->second.states.add_exit(event.time);
    else if (const auto state = state_after(event.kind))
        found->second.states.add(event.time, *state);
}

void History::note(const CheckStatus& check)
{
    ++revision_;
    if (Record* known = record(check.name))
        known->states.add(check.since, check.state);
}

void History::keep(std::span<const ServiceStatus> services, std::span<const CheckStatus> checks)
{
    ++revision_;
    std::erase_if(records_, [&](const auto& record) {
        return std::ranges::find(services, record.first, &ServiceStatus::name) == services.end()
            && std::ranges::find(checks, record.first, &CheckStatus::name) == checks.end();
    });
}

std::vector<float> History::values(
    std::string_view service, Measure measure, HistorySpan span) const
{
    const auto found = records_.find(service);
    if (found == records_.end())
        return {};
    const auto& rings = span == HistorySpan::hour ? found->second.figures : found->second.peaks;
    return rings[static_cast<std::size_t>(measure)].values();
}

std::vector<float> History::totals(Measure measure) const
{
    std::vector<float> sums;
    for (const auto& [name, record] : records_) {
        const auto figures = record.figures[static_cast<std::size_t>(measure)].values();
        if (figures.size() > sums.size())
            sums.insert(sums.begin(), figures.size() - sums.size(), none);
        const std::size_t later = sums.size() - figures.size();
        for (std::size_t i = 0; i < figures.size(); ++i)
            if (!std::isnan(figures[i]))
                sums[later + i] = figures[i] + (std::isnan(sums[later + i]) ? 0 : sums[later + i]);
    }
    return sums;
}

std::size_t History::depth() const
{
    std::size_t most = 0;
    for (const auto& [name, record] : records_)
        most = std::max(most, record.figures.front().count());
    return most;
}

WallTime History::ribbon_start(WallTime now) const
{
    WallTime first = now;
    for (const auto& [name, record] : records_)
        first = std::min(first, record.states.begin().value_or(now));
    return std::max(first, now - day);
}

History::Ribbon History::ribbon(std::string_view service, WallTime from, WallTime now) const
{
    const auto found = records_.find(service);
    if (found == records_.end())
        return {};
    const Timeline& states = found->second.states;
    return {.parts = states.parts(from, now, ribbon_cells), .failures = states.failures(from)};
}

int History::failures(std::string_view service, WallTime from) const
{
    const auto found = records_.find(service);
    return found == records_.end() ? 0 : found->second.states.failures(from);
}

}  // namespace hive
