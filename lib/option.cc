#include "lib/config.h"

#include <algorithm>
#include <array>
#include <span>

#include "lib/number.h"
#include "lib/trim.h"

namespace hive {
namespace {

struct Unit {
    std::string_view suffix;
    std::int64_t factor;
};
constexpr std::array seconds_units {
    Unit {"", 1}, Unit {"s", 1}, Unit {"m", 60}, Unit {"h", 3600}, Unit {"d", 86400}};
constexpr std::array milliseconds_units {Unit {"ms", 1}, Unit {"", 1000}, Unit {"s", 1000},
    Unit {"m", 60'000}, Unit {"h", 3'600'000}, Unit {"d", 86'400'000}};
constexpr std::array bytes_units {
    Unit {"", 1}, Unit {"k", 1 << 10}, Unit {"M", 1 << 20}, Unit {"G", 1 << 30}};

/// "10m" with the units of its kind. @return the value in the smallest unit
Result<std::int64_t> parse_with_unit(
    std::string_view text, std::span<const Unit> units, std::string_view kind)
{
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit = std::ranges::find(units, text.substr(digits), &Unit::suffix);
    const auto number = number_of<std::int64_t>(text.substr(0, digits));
    if (!number || unit == units.end() || *number > INT64_MAX / unit->factor)
        return fail("'{}' is not {}", text, kind);
    return *number * unit->factor;
}

/// The shortest way to write a value: 600 -> "10m".
std::string with_unit(std::int64_t value, std::span<const Unit> units)
{
    auto best = fmt::format("{}", value);
    for (const auto& unit : units)
        if (value % unit.factor == 0) {
            auto text = fmt::format("{}{}", value / unit.factor, unit.suffix);
            if (text.size() <= best.size() || best == fmt::format("{}", value))
                best = std::move(text);
        }
    return best;
}

Result<std::int64_t> within(
    std::int64_t value, Range range, std::span<const Unit> units, std::string_view text)
{
    if (value < range.low || value > range.high)
        return fail(
            "{} is outside {}-{}", text, with_unit(range.low, units), with_unit(range.high, units));
    return value;
}

constexpr std::array plain_units {Unit {"", 1}};

Result<std::int64_t> parse_in_range(std::string_view text, Range range)
{
    return within(TRY(parse_number<std::int64_t>(text)), range, plain_units, text);
}

std::string range_text(Range range, std::span<const Unit> units)
{
    return fmt::format("{}-{}", with_unit(range.low, units), with_unit(range.high, units));
}

std::string joined(const std::vector<std::string>& words)
{
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

Option Option::text(std::string name, std::string& target, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = "text",
        .initial = target,
        .set = [&target](std::string_view value) -> Result<> {
            target = value;
            return {};
        }};
}

Option Option::number(std::string name, int& target, Range range, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = range_text(range, plain_units),
        .initial = fmt::format("{}", target),
        .set = [&target, range](std::string_view value) -> Result<> {
            target = static_cast<int>(TRY(parse_in_range(value, range)));
            return {};
        }};
}

Option Option::number(std::string name, std::int64_t& target, Range range, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = range_text(range, plain_units),
        .initial = fmt::format("{}", target),
        .set = [&target, range](std::string_view value) -> Result<> {
            target = TRY(parse_in_range(value, range));
            return {};
        }};
}

Option Option::real(std::string name, double& target, double low, double high, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = fmt::format("{}-{}", low, high),
        .initial = fmt::format("{}", target),
        .set = [&target, low, high](std::string_view text) -> Result<> {
            target = TRY(parse_number<double>(text, low, high));
            return {};
        }};
}

Option Option::flag(std::string name, bool& target, std::string help)
{
    return choice(std::move(name), target, {{"yes", true}, {"no", false}}, std::move(help));
}

Option Option::seconds(
    std::string name, std::chrono::seconds& target, Range range, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = range_text(range, seconds_units),
        .initial = with_unit(target.count(), seconds_units),
        .set = [&target, range](std::string_view text) -> Result<> {
            const auto value
                = TRY(parse_with_unit(text, seconds_units, "a time span (90, 90s, 10m, 12h, 7d)"));
            target = std::chrono::seconds {TRY(within(value, range, seconds_units, text))};
            return {};
        }};
}

Option Option::milliseconds(
    std::string name, std::chrono::milliseconds& target, Range range, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = range_text(range, milliseconds_units),
        .initial = with_unit(target.count(), milliseconds_units),
        .set = [&target, range](std::string_view text) -> Result<> {
            const auto value = TRY(
                parse_with_unit(text, milliseconds_units, "a time span (250ms, 90s, 10m, 12h)"));
            target
                = std::chrono::milliseconds {TRY(within(value, range, milliseconds_units, text))};
            return {};
        }};
}

Option Option::bytes(std::string name, std::int64_t& target, Range range, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = range_text(range, bytes_units),
        .initial = with_unit(target, bytes_units),
        .set = [&target, range](std::string_view text) -> Result<> {
            const auto value
                = TRY(parse_with_unit(text, bytes_units, "a size (4096, 64k, 10M, 2G)"));
            target = TRY(within(value, range, bytes_units, text));
            return {};
        }};
}

Option Option::list(std::string name, std::vector<std::string>& target, std::string help)
{
    return {.name = std::move(name),
        .help = std::move(help),
        .type = "text, ...",
        .initial = joined(target),
        .set = [&target](std::string_view value) -> Result<> {
            target = TRY(split_list(value));
            return {};
        },
        .is_list = true};
}

Result<std::vector<std::string>> Option::split_list(std::string_view value)
{
    std::vector<std::string> words;
    if (trimmed(value).empty())
        return words;
    for (std::size_t start = 0; start <= value.size();) {
        const auto comma = std::min(value.find(',', start), value.size());
        const auto word = trimmed(value.substr(start, comma - start));
        if (word.empty())
            return fail("an empty word in the list '{}'", value);
        words.emplace_back(word);
        start = comma + 1;
    }
    return words;
}

}  // namespace hive
