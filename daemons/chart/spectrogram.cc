#include "daemons/chart/spectrogram.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "daemons/chart/ranks.h"

namespace hive {
namespace {

constexpr float no_data = std::numeric_limits<float>::quiet_NaN();
constexpr double low_share = 0.01;
constexpr double high_share = 0.995;

/// A mean to one part in 8192: more digits are noise that does not compress.
float rounded(double mean)
{
    constexpr std::uint32_t dropped = 11;  // bits of the 23 of a float
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(mean));
    const auto half = std::uint32_t {1} << (dropped - 1);
    return std::bit_cast<float>((bits + half) >> dropped << dropped);
}

}  // namespace

SpectrogramBuilder::SpectrogramBuilder(PixelScale scale, Aggregate aggregate, std::size_t bins)
    : scale_ {scale}, aggregate_ {aggregate}, first_(scale.columns()), last_(scale.columns()),
      column_cells_(bins)
{
    spectrogram_.bins = bins;
    spectrogram_.values.assign(scale.columns() * bins, no_data);
    spectrogram_.counts.assign(scale.columns(), 0);
}

std::span<float> SpectrogramBuilder::cells(std::size_t column)
{
    return std::span {spectrogram_.values}.subspan(column * spectrogram_.bins, spectrogram_.bins);
}

void SpectrogramBuilder::start_column(std::size_t column)
{
    column_ = column;
    std::ranges::fill(column_cells_, Cell {.highest = -std::numeric_limits<float>::infinity()});
}

void SpectrogramBuilder::add(
    std::int64_t time, std::span<const float> amplitudes, std::uint32_t samples)
{
    assert(amplitudes.size() == column_cells_.size());
    const std::size_t column = scale_.column_of(time);
    if (spectrogram_.samples == 0 || column != column_) {
        close_column();
        start_column(column);
        first_[column] = time;
    }
    last_[column] = time;
    step_.add(time);
    spectrogram_.samples += samples;
    spectrogram_.counts[column] += samples;
    const double weight = samples;
    for (std::size_t bin = 0; bin < amplitudes.size(); ++bin) {
        const float value = amplitudes[bin];
        auto& cell = column_cells_[bin];
        const bool is_present = !std::isnan(value);
        cell.sum += is_present ? weight * static_cast<double>(value) : 0;
        cell.present += is_present ? weight : 0;
        cell.highest = value > cell.highest ? value : cell.highest;
    }
}

void SpectrogramBuilder::close_column()
{
    if (spectrogram_.samples == 0)
        return;
    const auto column = cells(column_);
    for (std::size_t bin = 0; bin < column.size(); ++bin) {
        const auto& cell = column_cells_[bin];
        if (cell.present == 0)
            continue;
        column[bin]
            = aggregate_ == Aggregate::max ? cell.highest : rounded(cell.sum / cell.present);
    }
}

void SpectrogramBuilder::bridge_columns()
{
    const auto step = spectrogram_.step;
    const auto& counts = spectrogram_.counts;
    const auto next_filled = [&](std::size_t column) {
        const auto here = counts.begin() + static_cast<std::ptrdiff_t>(column);
        return static_cast<std::size_t>(std::find_if(here, counts.end(), [](auto count) {
            return count > 0;
        }) - counts.begin());
    };
    std::size_t filled = next_filled(0);
    while (filled < counts.size()) {
        const std::size_t next = next_filled(filled + 1);
        const bool is_row = next < counts.size() && first_[next] - last_[filled] <= 2 * step;
        const auto end = static_cast<double>(is_row ? first_[next] : last_[filled] + step);
        for (auto column = filled + 1; column < next && scale_.start_of(column) < end; ++column)
            std::ranges::copy(cells(filled), cells(column).begin());
        filled = next;
    }
}

Spectrogram SpectrogramBuilder::finish() &&
{
    close_column();
    spectrogram_.step = step_.median();
    bridge_columns();
    const Ranks ranks {spectrogram_.values};
    spectrogram_.low = ranks.at(low_share);
    spectrogram_.high = ranks.at(high_share);
    return std::move(spectrogram_);
}

std::vector<std::pair<std::size_t, std::size_t>> gaps(const Spectrogram& spectrogram)
{
    std::vector<std::pair<std::size_t, std::size_t>> runs;
    const auto bins = spectrogram.bins;
    for (std::size_t column = 0; column < spectrogram.counts.size(); ++column) {
        const auto cells = std::span {spectrogram.values}.subspan(column * bins, bins);
        if (!std::ranges::all_of(cells, [](float value) { return std::isnan(value); }))
            continue;
        if (!runs.empty() && runs.back().second == column)
            ++runs.back().second;
        else
            runs.emplace_back(column, column + 1);
    }
    return runs;
}

}  // namespace hive
