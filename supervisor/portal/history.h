// supervisor/portal/history.h - the figures of each service in the last hour, its states in the
// last day.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "supervisor/portal/check_status.h"
#include "supervisor/portal/picture.h"
#include "supervisor/portal/quantity.h"
#include "supervisor/portal/service_status.h"
#include "supervisor/portal/timeline.h"

namespace hive {

enum class Measure { processor, memory, descriptors, probe };  // %, MB, count, ms

enum class HistorySpan { hour, day };

/// The last values of one figure; NaN where there was none.
class FigureRing {
public:
    static constexpr std::size_t capacity = 360;

    void push(float value);
    /// Oldest first.
    [[nodiscard]] std::vector<float> values() const;
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::array<float, capacity> values_ {};
    std::size_t next_ = 0;
    std::size_t count_ = 0;
};

/// The most of every group of neighbours, so that a short peak stays: at most `points` values.
/// A group without any value is NaN.
[[nodiscard]] std::vector<float> peaks(std::span<const float> values, std::size_t points);

/// In memory, bounded: an hour of samples and Timeline::max_changes changes for each of at
/// most `max_services` services. No clock, no I/O.
class History {
public:
    static constexpr std::chrono::seconds period {10};
    static constexpr std::chrono::minutes day_period {5};
    static constexpr std::chrono::hours day {24};
    static constexpr std::size_t max_services = 256;
    static constexpr int ribbon_cells = 288;

    /// Call every `period`. @param services none while the core is away: a gap
    void sample(std::span<const ServiceStatus> services);
    void note(const ServiceStatus& service);
    void note(const ServiceEvent& event);
    void note(const CheckStatus& check);
    /// Forgets what is neither among these services nor these checks.
    void keep(std::span<const ServiceStatus> services, std::span<const CheckStatus> checks = {});

    /// Oldest first, one value each `period`, or for a day the most of each `day_period`; the last
    /// is now; empty for an unknown service.
    [[nodiscard]] std::vector<float> values(
        std::string_view service, Measure measure, HistorySpan span = HistorySpan::hour) const;
    /// The sum over all services.
    [[nodiscard]] std::vector<float> totals(Measure measure) const;

    /// Another number when anything may have changed.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    /// Values the longest-known figure has.
    [[nodiscard]] std::size_t depth() const;

    /// Where ribbons begin: a day ago, or when what is known of any service begins.
    [[nodiscard]] WallTime ribbon_start(WallTime now) const;
    struct Ribbon {
        std::vector<RibbonPart> parts;
        int failures = 0;
    };
    [[nodiscard]] Ribbon ribbon(std::string_view service, WallTime from, WallTime now) const;
    [[nodiscard]] int failures(std::string_view service, WallTime from) const;

private:
    struct Record {
        std::array<FigureRing, 4> figures;  // by Measure
        std::array<FigureRing, 4> peaks;  // by Measure, of each day_period
        Timeline states;
    };
    [[nodiscard]] Record* record(const std::string& service);
    std::map<std::string, Record, std::less<>> records_;
    std::size_t samples_ = 0;
    std::uint64_t revision_ = 0;
};

}  // namespace hive
