#include "daemons/chart/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lib/number.h"

namespace hive {

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
    std::string_view name, std::string_view text, std::int64_t low, std::int64_t high)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::invalid_argument || end != text.data() + text.size())
        return fail("{}: '{}' is not a whole number", name, shown(text));
    if (error == std::errc::result_out_of_range || number < low || number > high)
        return fail("{}: {} is outside {}-{}", name, shown(text), low, high);
    return number;
}

Result<double> epoch_seconds(std::string_view name, std::string_view text)
{
    const auto seconds = number_of<double>(text, std::chars_format::fixed);
    if (!seconds || !std::isfinite(*seconds))
        return fail("{}: '{}' is not a time in epoch seconds", name, shown(text));
    if (*seconds < 0 || *seconds > latest_time)
        return fail("{}: {} is outside 0-{:.0f}", name, shown(text), latest_time);
    return *seconds;
}

Result<std::vector<std::string_view>> words(
    std::string_view name, std::string_view text, std::size_t most)
{
    std::vector<std::string_view> found;
    for (;;) {
        const auto comma = std::min(text.find(','), text.size());
        found.push_back(text.substr(0, comma));
        if (found.back().empty())
            return fail("{}: an empty word", name);
        if (found.size() > most)
            return fail("{}: more than {} words", name, most);
        if (comma == text.size())
            return found;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace hive
