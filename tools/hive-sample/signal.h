// tools/hive-sample/signal.h - what the sensors of a beehive measure at a time: a pure model.
//
// Outside: the year, the day, weather of days to minutes shared by all apiaries. Inside: the
// brood nest held near 35 degrees in season, a loose winter cluster, and once a year a swarm:
// warmth and roar as the bees leave, a cooler nest after. Sound: the wing beat near 250 Hz
// with its harmonics, fanning on hot days, piping of the queen (450 Hz) the day before a swarm.
// The seasons are those of the northern hemisphere; the day is that of UTC.
#pragma once

#include <array>
#include <cstdint>

#include "lib/readings_schema.h"
#include "tools/hive-sample/noise.h"

namespace hive {

constexpr double bin_hertz = 15.625;  // width of an FFT bin; bin 1 begins at 0 Hz

struct Signals {
    double internal = 0;  // degrees Celsius
    double external = 0;
    std::array<float, fft_bins> bins {};  // amplitudes, -128..127
};

class SignalModel {
public:
    explicit SignalModel(std::uint64_t seed) : noise_ {seed} { }

    /// The same for the same seed, apiary and time, whatever was asked before.
    /// @param apiary from 0 @param time epoch seconds
    [[nodiscard]] Signals at(int apiary, std::int64_t time) const;
    /// When the bees of an apiary swarm in the year of `time`, epoch seconds.
    [[nodiscard]] std::int64_t swarm_near(int apiary, std::int64_t time) const;

private:
    [[nodiscard]] double weather(std::int64_t time) const;
    [[nodiscard]] double external(int apiary, std::int64_t time) const;

    Noise noise_;
};

}  // namespace hive
