// tools/hive-sample/noise.h - randomness that is a pure function of a seed and a place.
//
// Every number comes from hashing (seed, stream, index) with the finaliser of splitmix64
// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). There is no
// state: the same place always holds the same number, in whatever order places are asked.
#pragma once

#include <cstdint>

namespace hive {

class Noise {
public:
    /// @param seed every seed gives another world
    explicit Noise(std::uint64_t seed);
    /// An independent noise for each `stream`.
    [[nodiscard]] Noise stream(std::uint64_t stream) const;

    /// 64 random bits at a place.
    [[nodiscard]] std::uint64_t bits(std::int64_t index) const;
    /// Evenly spread over [0, 1).
    [[nodiscard]] double uniform(std::int64_t index) const;
    /// Mean 0, deviation 1, within +-3.5: the sum of four even numbers, close to normal.
    [[nodiscard]] double normal(std::int64_t index) const;
    /// A curve without jumps through normal numbers at 0, 1, 2, ...; deviation about 1 there.
    [[nodiscard]] double smooth(double position) const;

private:
    std::uint64_t key_;
};

}  // namespace hive
