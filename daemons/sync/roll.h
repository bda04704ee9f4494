// daemons/sync/roll.h - what the samples of an hour or a day come to. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "lib/readings_schema.h"

namespace hive {

/// A value of a further series.
struct ExtraValue {
    std::int64_t series = 0;  // series.id
    double value = 0;  // finite
};

/// A sample as it is stored.
struct StoredSample {
    std::int64_t time = 0;  // epoch seconds
    std::optional<double> internal;
    std::optional<double> external;
    std::span<const float> bins;  // empty: no spectrum; NaN: no value
};

/// Count, sum and bounds of numbers.
struct Extent {
    std::int64_t count = 0;
    double sum = 0;
    double min = 0;
    double max = 0;

    void add(double value);
    /// @return 0 without numbers
    [[nodiscard]] double mean() const;
};

/// Grows by one sample after the other; any order.
class Roll {
public:
    void add(const StoredSample& sample);
    void add(const ExtraValue& extra) { extras_[extra.series].add(extra.value); }

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] const Extent& internal() const { return internal_; }
    [[nodiscard]] const Extent& external() const { return external_; }
    /// By series.
    [[nodiscard]] const std::map<std::int64_t, Extent>& extras() const { return extras_; }
    /// @return nothing when no sample had a spectrum
    [[nodiscard]] std::optional<RollBins> bins() const;

private:
    void add_bins(std::span<const float> bins);

    std::int64_t count_ = 0;
    Extent internal_;
    Extent external_;
    std::map<std::int64_t, Extent> extras_;
    // By bin, as many as the largest spectrum had.
    std::vector<double> sums_;
    std::vector<std::uint32_t> counts_;
    std::vector<float> highest_;
};

}  // namespace hive
