// daemons/chart/query.h - the query parameters of a chart request, checked (pure, fuzzed).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "lib/result.h"

namespace hive {

/// Names and values as decoded from the request's address, in order.
using Parameters = std::span<const std::pair<std::string, std::string>>;

/// What part of which apiary is to be drawn on how many pixels.
struct RangeQuery {
    std::int64_t apiary;  // its id, >= 1
    double from;  // first time, epoch seconds, 0 .. 253402300800 (year 9999)
    double to;  // first time after the range, > from
    int width;  // pixel columns, 1-8192
};

/// What stands for the samples of one pixel column.
enum class Aggregate { mean, max };

struct SpectrogramQuery {
    RangeQuery range;
    Aggregate aggregate = Aggregate::mean;
};

/// Parameters each parser takes; the OpenAPI document lists the same.
inline constexpr std::array<std::string_view, 4> range_parameters {"apiary", "from", "to", "width"};
inline constexpr std::array<std::string_view, 5> spectrogram_parameters {
    "apiary", "from", "to", "width", "mode"};

constexpr int max_width = 8192;

/// All four parameters, each exactly once, and no other.
/// @return an error that begins with the parameter's name: "width: 9000 is outside 1-8192"
[[nodiscard]] Result<RangeQuery> parse_range_query(Parameters parameters);
/// The same and `mode`, mean or max; mean when it is absent.
[[nodiscard]] Result<SpectrogramQuery> parse_spectrogram_query(Parameters parameters);

}  // namespace hive
