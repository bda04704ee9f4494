#include "daemons/chart/fields.h"

#include <algorithm>
#include <cmath>

#include "daemons/chart/parameters.h"
#include "lib/json.h"

namespace hive {
namespace {

/// @return nullptr when it is absent or null
const Json* find(const Json& object, std::string_view name)
{
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool is_control(char c, Lines lines)
{
    if (lines == Lines::many && (c == '\n' || c == '\t'))
        return false;
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

Result<std::string> text_of(
    const Json& value, std::string_view name, std::size_t longest, Lines lines)
{
    if (!value.is_string())
        return fail("{}: not a text", name);
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty() || text.size() > longest)
        return fail("{}: not 1 to {} bytes long", name, longest);
    if (std::ranges::any_of(text, [lines](char c) { return is_control(c, lines); }))
        return fail("{}: control characters", name);
    return text;
}

Result<std::int64_t> whole_of(
    const Json& value, std::string_view name, std::int64_t low, std::int64_t high)
{
    if (!value.is_number_integer())
        return fail("{}: not a whole number", name);
    const bool is_beyond = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
    if (is_beyond || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high)
        return fail("{}: outside {}-{}", name, low, high);
    return value.get<std::int64_t>();
}

/// @return nullptr when it is absent
Result<const Json*> array_field(const Json& object, std::string_view name, std::size_t most)
{
    const auto* const value = find(object, name);
    if (value != nullptr && (!value->is_array() || value->size() > most))
        return fail("{}: not a list of at most {}", name, most);
    return value;
}

}  // namespace

Result<Json> parse_object(std::string_view body, std::span<const std::string_view> names)
{
    auto object = parse_json(body);
    if (!object || !object->is_object())
        return fail("the body is no JSON object");
    for (const auto& [name, value] : object->items())
        if (std::ranges::find(names, name) == names.end())
            return fail("{}: no such member here", shown(name));
    return *std::move(object);
}

Result<std::string> text_field(
    const Json& object, std::string_view name, std::size_t longest, Lines lines)
{
    const auto* const value = find(object, name);
    if (value == nullptr)
        return fail("{}: missing", name);
    return text_of(*value, name, longest, lines);
}

Result<std::int64_t> whole_field(
    const Json& object, std::string_view name, std::int64_t low, std::int64_t high)
{
    const auto* const value = find(object, name);
    if (value == nullptr)
        return fail("{}: missing", name);
    return whole_of(*value, name, low, high);
}

Result<std::int64_t> whole_field(const Json& object, std::string_view name, std::int64_t low,
    std::int64_t high, std::int64_t fallback)
{
    const auto* const value = find(object, name);
    return value == nullptr ? fallback : whole_of(*value, name, low, high);
}

Result<std::optional<double>> real_field(
    const Json& object, std::string_view name, double low, double high)
{
    const auto* const value = find(object, name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_number())
        return fail("{}: not a number", name);
    const auto number = value->get<double>();
    const bool is_within = number >= low && number <= high;
    if (!is_within)
        return fail("{}: outside {}-{}", name, low, high);
    return number;
}

Result<bool> flag_field(const Json& object, std::string_view name, bool fallback)
{
    const auto* const value = find(object, name);
    if (value == nullptr)
        return fallback;
    if (!value->is_boolean())
        return fail("{}: neither true nor false", name);
    return value->get<bool>();
}

Result<std::optional<std::vector<int>>> numbers_field(
    const Json& object, std::string_view name, int low, int high, std::size_t most)
{
    const auto* const list = TRY(array_field(object, name, most));
    if (list == nullptr)
        return std::nullopt;
    std::vector<int> numbers;
    for (const auto& value : *list)
        numbers.push_back(static_cast<int>(TRY(whole_of(value, name, low, high))));
    return numbers;
}

Result<std::vector<std::string>> texts_field(
    const Json& object, std::string_view name, std::size_t longest, std::size_t most)
{
    std::vector<std::string> texts;
    const auto* const list = TRY(array_field(object, name, most));
    if (list != nullptr)
        for (const auto& value : *list)
            texts.push_back(TRY(text_of(value, name, longest, Lines::one)));
    return texts;
}

}  // namespace hive
