// daemons/chart/spectrogram.h - FFT samples -> cells of a spectrogram (pure, benchmarked).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "daemons/chart/pixel_scale.h"
#include "daemons/chart/query.h"
#include "daemons/chart/sample_step.h"
#include "lib/readings_schema.h"

namespace hive {

struct Spectrogram {
    std::vector<float> values;  // fft_bins a column, first column first; NaN = no data
    std::vector<std::uint32_t> counts;  // samples that fell into each column
    std::int64_t samples = 0;
    std::int64_t step = 0;  // median seconds between samples
    float low = 0;  // 1st percentile of the cells that have data; NaN without any
    float high = 0;  // 99.5th percentile
};

/// Takes the spectra of a range one by one and aggregates them by pixel column.
///
/// A sample stands until the next one, if that comes within two median steps, else for one
/// step: a column that falls between two samples of a row without gap repeats the column
/// before it (its count is 0); any other column without samples has no data.
class SpectrogramBuilder {
public:
    using Bins = std::span<const float, fft_bins>;

    SpectrogramBuilder(PixelScale scale, Aggregate aggregate);
    /// @param time within the scale, never earlier than in the call before, epoch seconds
    /// @param bins amplitudes; NaN where the remote row had none
    void add(std::int64_t time, Bins bins);
    [[nodiscard]] Spectrogram finish() &&;

private:
    void start_column(std::size_t column);
    void close_column();
    void bridge_columns();
    [[nodiscard]] std::span<float> cells(std::size_t column);

    PixelScale scale_;
    Aggregate aggregate_;
    SampleStep step_;
    Spectrogram spectrogram_;
    std::vector<std::int64_t> first_, last_;  // time of the first and last sample of each column

    std::size_t column_ = 0;  // the one being added to
    std::array<double, fft_bins> sums_ {};
    std::array<float, fft_bins> highest_ {};
    std::array<std::uint32_t, fft_bins> present_ {};  // samples that had this bin
};

/// The value that `share` of the values lie at or below (nearest rank). O(n).
/// @param values not empty, no NaN; their order changes
/// @param share 0 .. 1
[[nodiscard]] float percentile(std::span<float> values, double share);

}  // namespace hive
