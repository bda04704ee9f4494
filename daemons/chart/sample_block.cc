#include "daemons/chart/sample_block.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "lib/readings_schema.h"

namespace hive {
namespace {

using Bytes = std::vector<std::int8_t>;
using Floats = std::vector<float>;

bool is_int8(float value)
{
    return value >= -128 && value <= 127 && value == std::trunc(value)
        && (value != 0 || !std::signbit(value));
}

}  // namespace

bool SampleBlock::add(std::int64_t time, std::span<const std::byte> encoded, double internal)
{
    const auto spectrum = decode_bins(encoded);
    if (!spectrum || spectrum->size() != bins_) {
        ++left_out_;
        return true;
    }
    if (times_.size() >= max_samples || !append(*spectrum))
        return false;
    times_.push_back(static_cast<double>(time));
    internal_.push_back(static_cast<float>(internal));
    return true;
}

bool SampleBlock::append(std::span<const float> spectrum)
{
    if (auto* const bytes = std::get_if<Bytes>(&amplitudes_)) {
        if (std::ranges::all_of(spectrum, is_int8)) {
            if (bytes->size() + bins_ > max_bytes)
                return false;
            std::ranges::transform(spectrum, std::back_inserter(*bytes),
                [](float value) { return static_cast<std::int8_t>(value); });
            return true;
        }
        amplitudes_ = Floats(bytes->begin(), bytes->end());
    }
    auto& floats = std::get<Floats>(amplitudes_);
    if ((floats.size() + bins_) * sizeof(float) > max_bytes)
        return false;
    floats.insert(floats.end(), spectrum.begin(), spectrum.end());
    return true;
}

}  // namespace hive
