#include "daemons/chart/spectrogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace hive {
namespace {

constexpr float no_data = std::numeric_limits<float>::quiet_NaN();
constexpr double low_share = 0.01;
constexpr double high_share = 0.995;

}  // namespace

SpectrogramBuilder::SpectrogramBuilder(PixelScale scale, Aggregate aggregate)
    : scale_ {scale}, aggregate_ {aggregate}, first_(scale.columns()), last_(scale.columns())
{
    spectrogram_.values.assign(scale.columns() * fft_bins, no_data);
    spectrogram_.counts.assign(scale.columns(), 0);
}

std::span<float> SpectrogramBuilder::cells(std::size_t column)
{
    return std::span {spectrogram_.values}.subspan(column * fft_bins, fft_bins);
}

void SpectrogramBuilder::start_column(std::size_t column)
{
    column_ = column;
    sums_.fill(0);
    present_.fill(0);
    highest_.fill(-std::numeric_limits<float>::infinity());
}

void SpectrogramBuilder::add(std::int64_t time, Bins bins)
{
    const std::size_t column = scale_.column_of(time);
    if (spectrogram_.samples == 0 || column != column_) {
        close_column();
        start_column(column);
        first_[column] = time;
    }
    last_[column] = time;
    step_.add(time);
    ++spectrogram_.samples;
    ++spectrogram_.counts[column];
    for (std::size_t bin = 0; bin < fft_bins; ++bin) {
        const float value = bins[bin];
        const bool is_present = !std::isnan(value);
        sums_[bin] += is_present ? static_cast<double>(value) : 0;
        present_[bin] += is_present ? 1 : 0;
        highest_[bin] = value > highest_[bin] ? value : highest_[bin];
    }
}

void SpectrogramBuilder::close_column()
{
    if (spectrogram_.samples == 0)
        return;
    const auto column = cells(column_);
    for (std::size_t bin = 0; bin < fft_bins; ++bin) {
        if (present_[bin] == 0)
            continue;
        column[bin] = aggregate_ == Aggregate::max
            ? highest_[bin]
            : static_cast<float>(sums_[bin] / static_cast<double>(present_[bin]));
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
    auto present = spectrogram_.values;
    std::erase_if(present, [](float value) { return std::isnan(value); });
    spectrogram_.low = present.empty() ? no_data : percentile(present, low_share);
    spectrogram_.high = present.empty() ? no_data : percentile(present, high_share);
    return std::move(spectrogram_);
}

float percentile(std::span<float> values, double share)
{
    const double rank = std::ceil(share * static_cast<double>(values.size()));
    const auto place = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
    const auto wanted = values.begin() + place;
    std::ranges::nth_element(values, wanted);
    return *wanted;
}

}  // namespace hive
