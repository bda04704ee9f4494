#include "daemons/chart/decimate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace hive {
namespace {

constexpr std::size_t samples_per_column = 4;

}  // namespace

LineReducer::LineReducer(PixelScale scale, std::size_t series) : scale_ {scale}, series_ {series}
{
    assert(series >= 1 && series <= max_series);
}

void LineReducer::add(std::int64_t time, std::span<const double> values)
{
    LinePoint point {.time = time, .values {}};
    point.values.fill(std::numeric_limits<float>::quiet_NaN());
    std::ranges::transform(values.first(series_), point.values.begin(),
        [](double value) { return static_cast<float>(value); });
    step_.add(time);
    const std::int64_t place = chart_.samples++;
    if (chart_.reduced) {
        fold(place, point);
        return;
    }
    chart_.points.push_back(point);
    if (chart_.points.size() <= samples_per_column * scale_.columns())
        return;
    chart_.reduced = true;
    const auto all = std::exchange(chart_.points, {});
    for (std::size_t i = 0; i < all.size(); ++i)
        fold(static_cast<std::int64_t>(i), all[i]);
}

void LineReducer::fold(std::int64_t place, const LinePoint& point)
{
    const std::size_t column = scale_.column_of(point.time);
    if (column != column_) {
        close_column();
        column_ = column;
    }
    for (std::size_t series = 0; series < series_; ++series) {
        const float value = point.values[series];
        if (std::isnan(value))
            continue;
        auto& [first, lowest, highest, last] = picks_[series];
        const Pick pick {.place = place, .point = point};
        if (first.place < 0)
            first = lowest = highest = pick;
        if (value < lowest.point.values[series])
            lowest = pick;
        if (value > highest.point.values[series])
            highest = pick;
        last = pick;
    }
}

void LineReducer::close_column()
{
    std::vector<Pick> kept;
    for (const auto& [first, lowest, highest, last] : picks_)
        if (first.place >= 0)
            kept.insert(kept.end(), {first, lowest, highest, last});
    std::ranges::sort(kept, {}, &Pick::place);
    const auto repeated = std::ranges::unique(kept, {}, &Pick::place);
    kept.erase(repeated.begin(), repeated.end());
    for (const auto& pick : kept)
        chart_.points.push_back(pick.point);
    picks_ = {};
}

LineChart LineReducer::finish() &&
{
    if (chart_.reduced)
        close_column();
    chart_.step = step_.median();
    return std::move(chart_);
}

}  // namespace hive
