#include "supervisor/portal/check_status.h"

#include <algorithm>

#include "lib/json.h"

namespace hive {
namespace {

template <class Values>
auto find_named(const Values& values, std::string_view which)
{
    return std::ranges::find(values, which, &Values::value_type::first);
}

void add_readings(CheckStatus& check, const Json& object)
{
    const auto metrics = object.find("metrics");
    if (metrics == object.end() || !metrics->is_object())
        return;
    for (const auto& [name, value] : metrics->items()) {
        if (value.is_number())
            check.numbers.emplace_back(name, value.get<double>());
        else if (value.is_string())
            check.texts.emplace_back(name, value.get<std::string>());
    }
}

}  // namespace

std::optional<double> CheckStatus::number(std::string_view which) const
{
    const auto found = find_named(numbers, which);
    return found == numbers.end() ? std::nullopt : std::optional {found->second};
}

std::string_view CheckStatus::text(std::string_view which) const
{
    const auto found = find_named(texts, which);
    return found == texts.end() ? std::string_view {} : found->second;
}

Result<CheckStatus> parse_check_status(const Json& object)
{
    if (!object.is_object() || text_at(object, "name").empty())
        return fail("a check without a name");
    const auto state = parse_service_state(text_at(object, "state"));
    if (!state)
        return fail("unknown state '{}'", text_at(object, "state"));
    const double looked = real_at(object, "looked");
    CheckStatus check {.name = text_at(object, "name"),
        .type = text_at(object, "type"),
        .state = *state,
        .since = wall_time(real_at(object, "since")),
        .status = text_at(object, "status"),
        .looked = looked > 0 ? std::optional {wall_time(looked)} : std::nullopt,
        .rules = texts_at(object, "rules"),
        .groups = texts_at(object, "groups"),
        .is_passive = text_at(object, "mode") == "passive"};
    add_readings(check, object);
    return check;
}

std::vector<CheckStatus> parse_check_statuses(const Json& status)
{
    std::vector<CheckStatus> checks;
    const auto listed = status.find("checks");
    if (listed == status.end() || !listed->is_array())
        return checks;
    for (const Json& object : *listed)
        if (auto check = parse_check_status(object))
            checks.push_back(std::move(*check));
    return checks;
}

Json check_json(const CheckStatus& check)
{
    Json metrics = Json::object();
    for (const auto& [name, value] : check.numbers)
        metrics[name] = value;
    for (const auto& [name, value] : check.texts)
        metrics[name] = value;
    return {{"name", check.name}, {"type", check.type},
        {"state", std::string {state_word(check.state)}}, {"since", epoch_seconds(check.since)},
        {"status", check.status}, {"looked", check.looked ? epoch_seconds(*check.looked) : 0.0},
        {"rules", check.rules}, {"metrics", std::move(metrics)}, {"groups", check.groups},
        {"mode", check.is_passive ? "passive" : "active"}};
}

}  // namespace hive
