// daemons/chart/spectrogram.h - FFT samples -> cells of a spectrogram (pure, benchmarked).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "daemons/chart/pixel_scale.h"
#include "daemons/chart/query.h"
#include "daemons/chart/sample_step.h"

namespace hive {

struct Spectrogram {
    std::size_t bins = 0;  // cells of a column
    std::vector<float> values;  // `bins` a column, first column first; NaN = no data
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
    /// @param bins of every spectrum, >= 1
    SpectrogramBuilder(PixelScale scale, Aggregate aggregate, std::size_t bins);
    /// @param time within the scale, never earlier than in the call before, epoch seconds
    /// @param amplitudes one a bin; NaN where the remote row had none
    /// @param samples that these amplitudes are the mean, or the maximum, of; >= 1
    void add(std::int64_t time, std::span<const float> amplitudes, std::uint32_t samples = 1);
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
    /// What the samples of the column come to in one bin.
    struct Cell {
        double sum = 0;
        double present = 0;  // samples that had this bin
        float highest = 0;
    };
    std::vector<Cell> column_cells_;
};

/// Runs of columns without any data, as [first, behind the last).
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> gaps(const Spectrogram& spectrogram);

}  // namespace hive
