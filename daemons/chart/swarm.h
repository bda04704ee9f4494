// daemons/chart/swarm.h - the signs of a swarm in temperature, sound and weight (pure).
//
// The hour up to the newest sample is compared with the day before it:
//   temperature  its highest value is 1 °C or more above that day's median: the bees warm their
//                flight muscles (Zacepins et al., "Remote detection of the swarming of honey bee
//                colonies by single-point temperature monitoring", 2016: 1.5-3.4 °C at the nest)
//   sound        the mean amplitude of 350-650 Hz is 3 standard deviations or more above that
//                day's (Ferrari et al., "Monitoring of swarming sounds in bee hives", 2008: the
//                sound moves from 110-300 Hz to 500-600 Hz)
//   weight       its lowest value is 1 kg or more below the mean of the hour before: the bees are
//                out (Meikle et al., "Within-day variation in continuous hive weight data", 2008)
// Two signs at once fire. One alone has many causes: heat, a lorry, a beekeeper.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "daemons/chart/verdict.h"

namespace hive {

constexpr std::int64_t swarm_lookback = std::int64_t {25} * 3600;  // seconds
constexpr double swarm_low_hertz = 350;
constexpr double swarm_high_hertz = 650;

/// Each of swarm_lookback up to now, in order of time; empty where there is none.
struct SwarmReadings {
    std::vector<Reading> temperature;  // inside, degrees Celsius
    std::vector<Reading> sound;  // band_level() of each sample
    std::vector<Reading> weight;  // kg
};

/// Mean amplitude of the swarm's band.
/// @param bin_hz width of a bin, > 0 @return NaN when no bin with a value lies in the band
[[nodiscard]] double band_level(std::span<const float> amplitudes, double bin_hz);

[[nodiscard]] Verdict judge_swarm(const SwarmReadings& readings, std::int64_t now);

}  // namespace hive
