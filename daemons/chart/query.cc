#include "daemons/chart/query.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace hive {
namespace {

constexpr double latest_time = 253'402'300'800;  // the year 10000

/// What is said about a value in an answer: short, whatever was sent.
std::string_view shown(std::string_view value)
{
    return value.substr(0, 40);
}

Result<> expect_only(Parameters parameters, std::span<const std::string_view> names)
{
    for (auto here = parameters.begin(); here != parameters.end(); ++here) {
        const auto& name = here->first;
        if (std::ranges::find(names, name) == names.end())
            return fail("{}: no such parameter here", shown(name));
        const auto is_same = [&](const auto& other) { return other.first == name; };
        if (std::any_of(parameters.begin(), here, is_same))
            return fail("{}: given twice", name);
    }
    return {};
}

std::optional<std::string_view> value_of(Parameters parameters, std::string_view name)
{
    for (const auto& [key, value] : parameters)
        if (key == name)
            return value;
    return std::nullopt;
}

Result<std::string_view> required(Parameters parameters, std::string_view name)
{
    const auto value = value_of(parameters, name);
    if (!value)
        return fail("{}: missing", name);
    return *value;
}

Result<std::int64_t> whole_number(
    Parameters parameters, std::string_view name, std::int64_t low, std::int64_t high)
{
    const auto text = TRY(required(parameters, name));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::invalid_argument || end != text.data() + text.size())
        return fail("{}: '{}' is not a whole number", name, shown(text));
    if (error == std::errc::result_out_of_range || number < low || number > high)
        return fail("{}: {} is outside {}-{}", name, shown(text), low, high);
    return number;
}

Result<double> epoch_seconds(Parameters parameters, std::string_view name)
{
    const auto text = TRY(required(parameters, name));
    double seconds = 0;
    const auto [end, error] = std::from_chars(
        text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
    if (error != std::errc {} || end != text.data() + text.size() || !std::isfinite(seconds))
        return fail("{}: '{}' is not a time in epoch seconds", name, shown(text));
    if (seconds < 0 || seconds > latest_time)
        return fail("{}: {} is outside 0-{:.0f}", name, shown(text), latest_time);
    return seconds;
}

/// The shortest range: below it, pixel columns would fall together in a double.
constexpr double shortest_range = 0.001;

Result<RangeQuery> range_of(Parameters parameters)
{
    const auto apiary = TRY(whole_number(parameters, "apiary", 1, INT64_MAX));
    const auto from = TRY(epoch_seconds(parameters, "from"));
    const auto to = TRY(epoch_seconds(parameters, "to"));
    if (to < from + shortest_range)
        return fail("to: not later than from");
    const auto width = TRY(whole_number(parameters, "width", 1, max_width));
    return RangeQuery {.apiary = apiary, .from = from, .to = to, .width = static_cast<int>(width)};
}

}  // namespace

Result<RangeQuery> parse_range_query(Parameters parameters)
{
    TRY(expect_only(parameters, range_parameters));
    return range_of(parameters);
}

Result<SpectrogramQuery> parse_spectrogram_query(Parameters parameters)
{
    TRY(expect_only(parameters, spectrogram_parameters));
    SpectrogramQuery query {.range = TRY(range_of(parameters))};
    const auto mode = value_of(parameters, "mode").value_or("mean");
    if (mode != "mean" && mode != "max")
        return fail("mode: '{}' is neither mean nor max", shown(mode));
    query.aggregate = mode == "max" ? Aggregate::max : Aggregate::mean;
    return query;
}

}  // namespace hive
