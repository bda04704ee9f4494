// daemons/chart/ranks.h - the value at a rank of many, without sorting them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hive {

/// Counts the values by their upper sixteen bits once; each rank then looks at one bucket only.
/// Values that are NaN do not count. The values outlive the Ranks and do not change.
class Ranks {
public:
    explicit Ranks(std::span<const float> values);

    /// The nearest-rank percentile: the smallest value that is at least as large as a share of
    /// all. @param share 0-1 @return NaN when there are no values
    [[nodiscard]] float at(double share) const;

private:
    std::span<const float> values_;
    std::vector<std::uint32_t> counts_;
    std::size_t size_ = 0;  // values that are numbers
};

}  // namespace hive
