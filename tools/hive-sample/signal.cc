#include "tools/hive-sample/signal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hive {
namespace {

constexpr double day_seconds = 86400;
constexpr double year_days = 365.25;

/// Independent streams of noise; those of an apiary are numbered from `per_apiary` on.
enum Stream : std::uint64_t {
    weather_of_days = 0,
    weather_of_hours = 1,
    weather_of_minutes = 2,
    per_apiary = 16,
};
enum ApiaryStream : std::uint64_t { place, shade, nest, swarm, sound, apiary_streams };

Noise stream_of(const Noise& noise, int apiary, ApiaryStream stream)
{
    return noise.stream(per_apiary + static_cast<std::uint64_t>(apiary) * apiary_streams + stream);
}

double days(std::int64_t time)
{
    return static_cast<double>(time) / day_seconds;
}

double hour_of_day(std::int64_t time)
{
    return (days(time) - std::floor(days(time))) * 24;
}

/// Follows the day, 1 six hours after `rise` o'clock.
double daily(std::int64_t time, double rise)
{
    return std::sin(2 * std::numbers::pi * (hour_of_day(time) - rise) / 24);
}

/// 0 in the middle of winter (20 January), 1 in the middle of summer.
double season(std::int64_t time)
{
    const double day_of_year = std::fmod(days(time), year_days);
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (day_of_year - 20) / year_days);
}

double bell(double distance, double width)
{
    const double ratio = distance / width;
    return std::exp(-ratio * ratio);
}

/// How the colony is at a time.
struct Colony {
    double brood;  // 0 none .. 1 full nest
    double piping;  // 0..1, the day before the swarm
    double leaving;  // 0..1, the hour of the swarm
    double loss;  // 0..1, of warmth in the days after
};

Colony colony_at(std::int64_t time, std::int64_t swarm_time)
{
    const double after = days(time) - days(swarm_time);
    return {.brood = std::clamp((season(time) - 0.18) / 0.2, 0.0, 1.0),
        .piping = bell(after + 1, 0.8),
        .leaving = bell(after, 0.03),
        .loss = after > 0 && after < 9 ? std::exp(-after / 3) : 0};
}

/// A hump in the spectrum. @param centre, width in hertz; height in units of amplitude
struct Hump {
    double centre;
    double width;
    double height;
};

void add(std::array<double, fft_bins>& spectrum, const Hump& hump)
{
    if (hump.height < 0.5)
        return;
    const auto bin_of = [](double hertz) {
        return static_cast<std::size_t>(std::clamp(hertz / bin_hertz, 0.0, double {fft_bins}));
    };
    // Three widths away a hump is 1/8000 of its height.
    const auto end = std::min(bin_of(hump.centre + 3 * hump.width) + 1, fft_bins);
    for (auto bin = bin_of(hump.centre - 3 * hump.width); bin < end; ++bin) {
        const double hertz = (static_cast<double>(bin) + 0.5) * bin_hertz;
        spectrum[bin] += hump.height * bell(hertz - hump.centre, hump.width);
    }
}

/// The quiet of the box, falling with frequency.
std::array<double, fft_bins> silence()
{
    std::array<double, fft_bins> spectrum {};
    for (std::size_t bin = 0; bin < fft_bins; ++bin) {
        const double hertz = (static_cast<double>(bin) + 0.5) * bin_hertz;
        spectrum[bin] = -95 - 12 * std::log10(1 + hertz / 60);
    }
    return spectrum;
}

std::array<double, fft_bins> spectrum_of(const Colony& colony, double outside, std::int64_t time)
{
    static const auto quiet = silence();
    auto spectrum = quiet;
    const double wing_beat = 250 + 0.8 * (outside - 20);
    const double bustle = 0.35 + 0.65 * colony.brood;
    for (const auto& [harmonic, height] : {std::pair {0.5, 60.0}, std::pair {1.0, 120.0},
             std::pair {2.0, 85.0}, std::pair {3.0, 55.0}})
        add(spectrum, {harmonic * wing_beat, 14 + 9 * harmonic, height * bustle});
    const double heat = std::clamp((outside - 24) / 8, 0.0, 1.0);
    add(spectrum, {150, 28, 75 * heat * colony.brood});
    add(spectrum, {330, 60, 30 * std::max(daily(time, 6), 0.0) * colony.brood});
    add(spectrum, {450, 22, 95 * colony.piping});
    add(spectrum, {500, 140, 150 * colony.leaving});
    return spectrum;
}

}  // namespace

double SignalModel::weather(std::int64_t time) const
{
    const double day = days(time);
    return 3.4 * noise_.stream(weather_of_days).smooth(day / 2.5)
        + 1.2 * noise_.stream(weather_of_hours).smooth(day * 3)
        + 0.3 * noise_.stream(weather_of_minutes).smooth(day * 24);
}

double SignalModel::external(int apiary, std::int64_t time) const
{
    const double summer = season(time);
    return 4 + 17 * summer + (3 + 4 * summer) * daily(time, 9) + weather(time)
        + 0.8 * stream_of(noise_, apiary, place).normal(0)
        + 0.3 * stream_of(noise_, apiary, shade).smooth(days(time) * 12);
}

std::int64_t SignalModel::swarm_near(int apiary, std::int64_t time) const
{
    const double year = std::floor(days(time) / year_days);
    const double spread = stream_of(noise_, apiary, swarm).uniform(static_cast<std::int64_t>(year));
    // Between 28 April and 7 June, around noon.
    const double day = std::floor(year * year_days + 118 + 40 * spread) + 0.5;
    return static_cast<std::int64_t>(day * day_seconds);
}

Signals SignalModel::at(int apiary, std::int64_t time) const
{
    const auto colony = colony_at(time, swarm_near(apiary, time));
    Signals signals {.external = external(apiary, time)};
    const double brood_nest = 34.8 + 0.05 * (signals.external - 20);
    const double winter_cluster = 21 + 0.35 * (signals.external - 4);
    signals.internal = colony.brood * brood_nest + (1 - colony.brood) * winter_cluster
        + 0.2 * stream_of(noise_, apiary, nest).smooth(days(time) * 20) + 1.6 * colony.leaving
        - 1.2 * colony.loss;
    const auto spectrum = spectrum_of(colony, signals.external, time);
    const auto hiss = stream_of(noise_, apiary, sound);
    for (std::size_t bin = 0; bin < fft_bins; ++bin) {
        const auto index = time * std::int64_t {fft_bins} + static_cast<std::int64_t>(bin);
        signals.bins[bin]
            = static_cast<float>(std::clamp(spectrum[bin] + 9 * hiss.normal(index), -128.0, 127.0));
    }
    return signals;
}

}  // namespace hive
