#include "lib/json.h"

namespace hive {
namespace {

/// Nesting as brackets outside strings tell it; the parser recurses once per level.
bool is_deeper_than(std::string_view text, int limit)
{
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\')
            ++i;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth += 1;
        else if (!in_string && (c == '}' || c == ']'))
            depth -= 1;
        if (depth > limit)
            return true;
    }
    return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text)
{
    if (is_deeper_than(text, 64))
        return fail("JSON nested deeper than 64");
    auto value = Json::parse(text, nullptr, false);
    if (value.is_discarded())
        return fail("not a JSON value");
    return value;
}

std::string to_text(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace {

const Json* member(const Json& object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string text_at(const Json& object, std::string_view key, std::string_view fallback)
{
    const auto* value = member(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>()
                                                  : std::string {fallback};
}

std::int64_t integer_at(const Json& object, std::string_view key, std::int64_t fallback)
{
    const auto* value = member(object, key);
    return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : fallback;
}

double real_at(const Json& object, std::string_view key, double fallback)
{
    const auto* value = member(object, key);
    return value != nullptr && value->is_number() ? value->get<double>() : fallback;
}

bool flag_at(const Json& object, std::string_view key, bool fallback)
{
    const auto* value = member(object, key);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : fallback;
}

}  // namespace hive
