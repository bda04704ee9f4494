#include "daemons/chart/rule.h"

#include <algorithm>
#include <utility>

#include "daemons/chart/fields.h"
#include "daemons/chart/query.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 14> members {"apiary", "name", "kind", "series", "above",
    "below", "per_hour", "for_seconds", "missing_seconds", "hours", "months", "to", "enabled",
    "id"};
constexpr auto kinds = std::to_array<std::pair<std::string_view, Rule::Kind>>({
    {"threshold", Rule::Kind::threshold},
    {"rate", Rule::Kind::rate},
    {"missing", Rule::Kind::missing},
    {"swarm", Rule::Kind::swarm},
});
constexpr std::size_t longest_name = 100;  // bytes
constexpr std::size_t longest_destination = 64;
constexpr std::size_t most_destinations = 8;
constexpr std::int64_t longest_delay = std::int64_t {7} * 86'400;  // seconds
constexpr std::int64_t shortest_silence = 60;
constexpr std::int64_t longest_silence = std::int64_t {366} * 86'400;
constexpr double largest_value = 1e9;

Result<Rule::Kind> kind_of(std::string_view word)
{
    for (const auto& [name, kind] : kinds)
        if (name == word)
            return kind;
    return fail("kind: '{}' is none of threshold, rate, missing, swarm", shown(word));
}

std::string_view word_of(Rule::Kind kind)
{
    return std::ranges::find(kinds, kind, &std::pair<std::string_view, Rule::Kind>::second)->first;
}

/// What a kind cannot do without.
Result<> expect_whole(const Rule& rule)
{
    switch (rule.kind) {
    case Rule::Kind::threshold:
        if (!rule.above && !rule.below)
            return fail("above: missing, and below too");
        if (rule.above && rule.below && *rule.below >= *rule.above)
            return fail("below: not lower than above");
        return {};
    case Rule::Kind::rate:
        if (!rule.per_hour || *rule.per_hour == 0)
            return fail("per_hour: missing or 0");
        return {};
    case Rule::Kind::missing:
        if (rule.missing_seconds == 0)
            return fail("missing_seconds: missing");
        return {};
    case Rule::Kind::swarm: return {};
    }
    std::unreachable();
}

Result<std::optional<std::array<int, 2>>> hours_of(const Json& object)
{
    const auto hours = TRY(numbers_field(object, "hours", 0, 24, 2));
    if (!hours)
        return std::nullopt;
    if (hours->size() != 2 || hours->front() == hours->back())
        return fail("hours: not two different hours");
    return std::array {hours->front(), hours->back()};
}

template <class T>
Json or_null(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Result<Rule> parse_rule(std::string_view body)
{
    const auto object = TRY(parse_object(body, members));
    Rule rule;
    if (const auto apiary = TRY(whole_field(object, "apiary", 1, INT64_MAX, 0)); apiary > 0)
        rule.apiary = apiary;
    rule.name = TRY(text_field(object, "name", longest_name, Lines::one));
    rule.kind = TRY(kind_of(TRY(text_field(object, "kind", longest_name, Lines::one))));
    if (object.contains("series") && !object["series"].is_null())
        rule.series = TRY(text_field(object, "series", longest_series_name, Lines::one));
    rule.above = TRY(real_field(object, "above", -largest_value, largest_value));
    rule.below = TRY(real_field(object, "below", -largest_value, largest_value));
    rule.per_hour = TRY(real_field(object, "per_hour", -largest_value, largest_value));
    rule.for_seconds = TRY(whole_field(object, "for_seconds", 0, longest_delay, 0));
    rule.missing_seconds
        = TRY(whole_field(object, "missing_seconds", shortest_silence, longest_silence, 0));
    rule.hours = TRY(hours_of(object));
    rule.months = TRY(numbers_field(object, "months", 1, 12, 12)).value_or(std::vector<int> {});
    rule.to = TRY(texts_field(object, "to", longest_destination, most_destinations));
    rule.is_enabled = TRY(flag_field(object, "enabled", true));
    TRY(expect_whole(rule));
    return rule;
}

Json rule_body(const Rule& rule)
{
    return {{"apiary", or_null(rule.apiary)}, {"name", rule.name}, {"kind", word_of(rule.kind)},
        {"series", rule.series}, {"above", or_null(rule.above)}, {"below", or_null(rule.below)},
        {"per_hour", or_null(rule.per_hour)}, {"for_seconds", rule.for_seconds},
        {"missing_seconds", rule.missing_seconds > 0 ? Json(rule.missing_seconds) : Json(nullptr)},
        {"hours", or_null(rule.hours)},
        {"months", rule.months.empty() ? Json(nullptr) : Json(rule.months)}, {"to", rule.to},
        {"enabled", rule.is_enabled}};
}

Json rule_json(const Rule& rule)
{
    Json json {{"id", rule.id}};
    json.update(rule_body(rule));
    json["by"] = rule.by;
    json["changed"] = rule.changed;
    return json;
}

bool is_active(const Rule& rule, int hour, int month)
{
    if (!rule.months.empty() && std::ranges::find(rule.months, month) == rule.months.end())
        return false;
    if (!rule.hours)
        return true;
    const auto [from, to] = *rule.hours;
    // From 20 to 6 goes through midnight.
    return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

}  // namespace hive
