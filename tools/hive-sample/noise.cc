#include "tools/hive-sample/noise.h"

#include <cmath>
#include <numbers>

namespace hive {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

std::uint64_t mix(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

}  // namespace

Noise::Noise(std::uint64_t seed) : key_ {mix(seed + golden)} { }

Noise Noise::stream(std::uint64_t stream) const
{
    return Noise {key_ ^ mix(stream + golden)};
}

std::uint64_t Noise::bits(std::int64_t index) const
{
    return mix(key_ + static_cast<std::uint64_t>(index) * golden);
}

double Noise::uniform(std::int64_t index) const
{
    return static_cast<double>(bits(index) >> 11) * 0x1p-53;
}

double Noise::normal(std::int64_t index) const
{
    const auto all = bits(index);
    const auto sum = (all & 0xffff) + (all >> 16 & 0xffff) + (all >> 32 & 0xffff) + (all >> 48);
    // Four even numbers over [0, 65536) have mean 131070 and deviation 65536 / sqrt(3).
    return (static_cast<double>(sum) - 131070.0) * (std::numbers::sqrt3 / 65536.0);
}

double Noise::smooth(double position) const
{
    const auto below = std::floor(position);
    const auto index = static_cast<std::int64_t>(below);
    const double along = position - below;
    const double weight = along * along * (3 - 2 * along);
    return normal(index) * (1 - weight) + normal(index + 1) * weight;
}

}  // namespace hive
