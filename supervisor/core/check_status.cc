#include "lib/json.h"
#include "supervisor/core/check.h"

namespace hive {

std::string_view name_of(Check::State state)
{
    switch (state) {
    case Check::State::starting: return "starting";
    case Check::State::ready: return "ready";
    case Check::State::degraded: return "degraded";
    case Check::State::unmonitored: return "unmonitored";
    }
    std::unreachable();
}

std::vector<std::string> Check::raised_rules() const
{
    std::vector<std::string> texts;
    for (const auto& watched : rules_)
        if (watched.counter.is_raised())
            texts.push_back(watched.rule.text);
    return texts;
}

Json status_of(const Check& check)
{
    Json metrics = Json::object();
    if (const auto& reading = check.reading()) {
        for (const auto& [name, value] : reading->numbers)
            metrics[name] = value;
        for (const auto& [name, value] : reading->texts)
            if (name != "content")
                metrics[name] = value;
    }
    const auto& config = check.config();
    return {{"name", config.name}, {"type", name_of(config.type)},
        {"state", name_of(check.state())}, {"since", check.since()}, {"status", check.status()},
        {"looked", check.looked()}, {"rules", check.raised_rules()}, {"metrics", metrics},
        {"groups", config.groups},
        {"mode", config.mode == CheckMode::active ? "active" : "passive"}};
}

}  // namespace hive
