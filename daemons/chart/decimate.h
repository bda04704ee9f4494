// daemons/chart/decimate.h - samples of a few series -> points of line charts (pure, benchmarked).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "daemons/chart/pixel_scale.h"
#include "daemons/chart/query.h"
#include "daemons/chart/sample_step.h"

namespace hive {

/// One sample on all lines; NaN where there is no value, and behind the last series.
struct LinePoint {
    std::int64_t time;  // epoch seconds
    std::array<float, max_series> values;
};

struct LineChart {
    std::vector<LinePoint> points;  // in order of time; each is a sample, none is made up
    std::int64_t samples = 0;  // in the range
    std::int64_t step = 0;  // median seconds between samples
    bool reduced = false;  // points are a selection
};

/// Takes the samples of a range one by one, keeps what its picture needs.
///
/// Up to 4 samples a pixel column all are kept. Beyond that, of each column and each series
/// the first, the lowest, the highest and the last: exactly the pixels that all samples would
/// draw (Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", 2014).
/// Memory: a constant times the number of columns.
class LineReducer {
public:
    /// @param series 1 to max_series
    LineReducer(PixelScale scale, std::size_t series);
    /// @param time within the scale, never earlier than in the call before
    /// @param values one for each series, NaN = none
    void add(std::int64_t time, std::span<const double> values);
    [[nodiscard]] LineChart finish() &&;

private:
    /// A sample that stays, and its place in the order of all.
    struct Pick {
        std::int64_t place = -1;
        LinePoint point {};
    };
    struct Picks {
        Pick first, lowest, highest, last;
    };

    void fold(std::int64_t place, const LinePoint& point);
    void close_column();

    PixelScale scale_;
    std::size_t series_;
    SampleStep step_;
    LineChart chart_;
    std::size_t column_ = 0;  // the one being folded
    std::array<Picks, max_series> picks_ {};
};

}  // namespace hive
