#include "daemons/chart/traffic_command.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

#include "daemons/chart/fields.h"
#include "daemons/chart/parameters.h"
#include "lib/address.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t longest_text = 255;  // bytes
constexpr std::int64_t largest_id = std::int64_t {1} << 53;  // what JSON keeps whole
constexpr std::int64_t longest_ban = std::int64_t {366} * 86'400;  // seconds
constexpr std::int64_t usual_ban = 600;

Result<std::string> address_field(const Json& object)
{
    const auto text = TRY(text_field(object, "address", longest_text, Lines::one));
    const auto address = Address::parse(text);
    if (!address)
        return fail("address: '{}' is no IP address", shown(text));
    return address->text();
}

Result<std::string> one_of(
    const Json& object, std::string_view name, std::initializer_list<std::string_view> words)
{
    auto text = TRY(text_field(object, name, longest_text, Lines::one));
    if (std::ranges::find(words, text) == words.end())
        return fail("{}: '{}' is none of {}", name, shown(text), fmt::join(words, ", "));
    return text;
}

Result<Json> undo_arguments(std::string_view body)
{
    constexpr std::array<std::string_view, 3> names {"address", "decision", "remember"};
    const auto object = TRY(parse_object(body, names));
    Json arguments {{"remember", TRY(flag_field(object, "remember", false))}};
    if (object.contains("decision"))
        arguments["decision"] = TRY(whole_field(object, "decision", 1, largest_id));
    else
        arguments["address"] = TRY(address_field(object));
    return arguments;
}

Result<Json> ban_arguments(std::string_view body)
{
    constexpr std::array<std::string_view, 2> names {"address", "seconds"};
    const auto object = TRY(parse_object(body, names));
    return Json {{"address", TRY(address_field(object))},
        {"seconds", TRY(whole_field(object, "seconds", 1, longest_ban, usual_ban))}};
}

/// Takes what safe-add and safe-remove do.
Result<Json> safe_arguments(std::string_view body)
{
    constexpr std::array<std::string_view, 3> names {"kind", "value", "note"};
    const auto object = TRY(parse_object(body, names));
    Json arguments {{"kind", TRY(one_of(object, "kind", {"network", "agent", "path", "user"}))},
        {"value", TRY(text_field(object, "value", longest_text, Lines::one))}};
    if (arguments["kind"] == "network" && !Network::parse(text_at(arguments, "value")))
        return fail("value: '{}' is no network", shown(text_at(arguments, "value")));
    if (object.contains("note"))
        arguments["note"] = TRY(text_field(object, "note", longest_text, Lines::one));
    return arguments;
}

Result<Json> arm_arguments(std::string_view body)
{
    constexpr std::array<std::string_view, 2> names {"class", "off"};
    const auto object = TRY(parse_object(body, names));
    Json arguments {{"off", TRY(flag_field(object, "off", false))}};
    if (object.contains("class"))
        arguments["class"] = TRY(text_field(object, "class", longest_text, Lines::one));
    return arguments;
}

Result<Json> feedback_arguments(std::string_view body)
{
    constexpr std::array<std::string_view, 3> names {"decision", "verdict", "class"};
    const auto object = TRY(parse_object(body, names));
    Json arguments {{"decision", TRY(whole_field(object, "decision", 1, largest_id))},
        {"verdict", TRY(one_of(object, "verdict", {"benign", "attack"}))}};
    if (object.contains("class"))
        arguments["class"] = TRY(text_field(object, "class", longest_text, Lines::one));
    return arguments;
}

struct Verb {
    Operation operation;
    std::string_view name;
    Result<Json> (*arguments)(std::string_view body);
};
constexpr auto verbs = std::to_array<Verb>({
    {Operation::undo_decision, "undo", &undo_arguments},
    {Operation::ban_client, "ban", &ban_arguments},
    {Operation::add_safe, "safe-add", &safe_arguments},
    {Operation::remove_safe, "safe-remove", &safe_arguments},
    {Operation::arm_guard, "arm", &arm_arguments},
    {Operation::tell_feedback, "feedback", &feedback_arguments},
});

}  // namespace

Result<GuardCommand> parse_guard_command(
    Operation operation, std::string_view body, std::string_view user)
{
    const auto* const verb = std::ranges::find(verbs, operation, &Verb::operation);
    assert(verb != verbs.end());
    auto arguments = TRY(verb->arguments(body));
    arguments["user"] = user;
    return GuardCommand {.verb = std::string {verb->name}, .arguments = to_text(arguments)};
}

}  // namespace hive
