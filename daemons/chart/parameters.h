// daemons/chart/parameters.h - the parameters of an address, one by one (pure).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Names and values as decoded from the request's address, in order.
using Parameters = std::span<const std::pair<std::string, std::string>>;

constexpr double latest_time = 253'402'300'800;  // the year 10000, epoch seconds

/// What is said about a value in an answer: short, whatever was sent.
[[nodiscard]] std::string_view shown(std::string_view value);

/// No parameter but these, none twice. @return an error that begins with the parameter's name
[[nodiscard]] Result<> expect_only(Parameters parameters, std::span<const std::string_view> names);

[[nodiscard]] std::optional<std::string_view> value_of(
    Parameters parameters, std::string_view name);
/// "width: missing" when it is.
[[nodiscard]] Result<std::string_view> required(Parameters parameters, std::string_view name);

/// @return an error that begins with `name`: "width: 9000 is outside 1-8192"
[[nodiscard]] Result<std::int64_t> whole_number(
    std::string_view name, std::string_view text, std::int64_t low, std::int64_t high);
/// A time of 0 .. latest_time in fixed notation.
[[nodiscard]] Result<double> epoch_seconds(std::string_view name, std::string_view text);
/// The words between commas, none empty. @param most words
[[nodiscard]] Result<std::vector<std::string_view>> words(
    std::string_view name, std::string_view text, std::size_t most);

}  // namespace hive
