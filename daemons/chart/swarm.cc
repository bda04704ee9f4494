#include "daemons/chart/swarm.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::int64_t hour = 3600;
constexpr double least_warming = 1;  // degrees Celsius
constexpr double least_deviations = 3;
constexpr double least_loss = 1;  // kg
constexpr std::size_t least_before = 24;  // values of the day before, to know what is usual
constexpr int signs_needed = 2;

/// The newest hour, and what came before it.
struct Halves {
    std::vector<double> before, hour;
};

/// @param since values before it are not looked at
Halves halves(std::span<const Reading> readings, std::int64_t since)
{
    Halves halves;
    for (const auto& [time, value] : readings) {
        if (time > readings.back().time - hour)
            halves.hour.push_back(value);
        else if (time >= since)
            halves.before.push_back(value);
    }
    return halves;
}

double mean(std::span<const double> values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

double deviation(std::span<const double> values)
{
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / static_cast<double>(values.size()));
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// @return nothing when there is too little to say
std::optional<double> warming(std::span<const Reading> temperature)
{
    const auto [before, newest] = halves(temperature, 0);
    if (before.size() < least_before)
        return std::nullopt;
    return std::ranges::max(newest) - median(before);
}

std::optional<double> louder(std::span<const Reading> sound)
{
    const auto [before, newest] = halves(sound, 0);
    if (before.size() < least_before || deviation(before) == 0)
        return std::nullopt;
    return (mean(newest) - mean(before)) / deviation(before);
}

std::optional<double> loss(std::span<const Reading> weight)
{
    if (weight.empty())
        return std::nullopt;
    const auto [before, newest] = halves(weight, weight.back().time - 2 * hour);
    if (before.empty())
        return std::nullopt;
    return mean(before) - std::ranges::min(newest);
}

/// Adds what a sign says. @return 1 when it is there
int count_sign(std::string& why, std::string_view text, std::optional<double> value, double least)
{
    why += why.empty() ? "" : ", ";
    if (!value) {
        why += fmt::format("{} unknown", text);
        return 0;
    }
    why += fmt::format("{} {:+.1f}", text, *value);
    return *value >= least ? 1 : 0;
}

}  // namespace

double band_level(std::span<const float> amplitudes, double bin_hz)
{
    double sum = 0;
    double count = 0;
    for (std::size_t bin = 0; bin < amplitudes.size(); ++bin) {
        const double middle = (static_cast<double>(bin) + 0.5) * bin_hz;
        if (middle < swarm_low_hertz || middle > swarm_high_hertz || std::isnan(amplitudes[bin]))
            continue;
        sum += static_cast<double>(amplitudes[bin]);
        count += 1;
    }
    return sum / count;
}

Verdict judge_swarm(const SwarmReadings& readings, std::int64_t now)
{
    const auto& temperature = readings.temperature;
    if (temperature.empty() || now - temperature.back().time > recent_seconds)
        return {Verdict::Outlook::unknown, "there is no recent temperature", std::nullopt};
    std::string why;
    int signs = count_sign(why, "temperature (°C)", warming(temperature), least_warming);
    signs += count_sign(why, "sound of 350-650 Hz (deviations)",
        readings.sound.empty() ? std::nullopt : louder(readings.sound), least_deviations);
    signs += count_sign(why, "weight lost (kg)", loss(readings.weight), least_loss);
    return {signs >= signs_needed ? Verdict::Outlook::fire : Verdict::Outlook::quiet,
        fmt::format("{} of 3 signs: {}", signs, why), static_cast<double>(signs)};
}

}  // namespace hive
