// daemons/chart/sample_block.h - every spectrum of a range, side by side, for the 3D charts (pure).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace hive {

/// Collects samples without loss: amplitudes as int8 while all of them fit, else as float32.
class SampleBlock {
public:
    /// Samples, and bytes of amplitudes, that one block may hold.
    static constexpr std::size_t max_samples = 200'000;
    static constexpr std::size_t max_bytes = std::size_t {32} * 1024 * 1024;

    using Amplitudes = std::variant<std::vector<std::int8_t>, std::vector<float>>;

    /// @param bins of every spectrum, >= 1
    explicit SampleBlock(std::size_t bins) : bins_ {bins} { }

    /// What has no spectrum of `bins` amplitudes is left out and counted.
    /// @param encoded as decode_bins() reads it
    /// @param internal degrees Celsius, NaN = none
    /// @return false when the block is full: the sample was not added
    bool add(std::int64_t time, std::span<const std::byte> encoded, double internal);

    [[nodiscard]] std::size_t bins() const { return bins_; }
    [[nodiscard]] const std::vector<double>& times() const { return times_; }
    [[nodiscard]] const std::vector<float>& internal() const { return internal_; }
    /// Sample by sample, `bins` each.
    [[nodiscard]] const Amplitudes& amplitudes() const { return amplitudes_; }
    [[nodiscard]] std::size_t left_out() const { return left_out_; }

private:
    bool append(std::span<const float> spectrum);

    std::size_t bins_;
    std::vector<double> times_;
    std::vector<float> internal_;
    Amplitudes amplitudes_;
    std::size_t left_out_ = 0;
};

}  // namespace hive
