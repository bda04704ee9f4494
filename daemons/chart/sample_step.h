// daemons/chart/sample_step.h - the usual time between two samples (pure).
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace hive {

/// The median of the times between neighbouring samples: what tells a gap from a pause.
/// Memory grows with the number of different steps, at most sqrt(2 * range in seconds).
class SampleStep {
public:
    /// @param time epoch seconds, never earlier than in the call before. Samples of the same
    ///             second (of two sources) count as one.
    void add(std::int64_t time);
    /// Seconds; 0 before there are two samples.
    [[nodiscard]] std::int64_t median() const;

private:
    std::map<std::int64_t, std::int64_t> count_by_step_;
    std::int64_t steps_ = 0;
    std::optional<std::int64_t> previous_;
};

}  // namespace hive
