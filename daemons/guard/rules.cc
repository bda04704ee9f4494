#include "daemons/guard/rules.h"

#include <algorithm>
#include <bit>

#include <fmt/ranges.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

constexpr float highest_level = 1e6F;
/// A page has few missing parts, a monitor looks at few pages: who has missed more paths looks for
/// some, and new ones soon find their bit set.
constexpr int most_missing_parts = 12;
constexpr int most_monitored = 3;
constexpr float share_of_suspicion = 0.5F;

bool is_found(std::uint8_t points)
{
    return points >= payload_found;
}

/// A path asked for again is no further one, up to `most` paths.
bool is_further(std::uint64_t& sketch, std::uint32_t path, int most)
{
    const auto bit = std::uint64_t {1} << (path % 64);
    const bool is_further = (sketch & bit) == 0 || std::popcount(sketch) > most;
    sketch |= bit;
    return is_further;
}

}  // namespace

const RuleTable standard_rules {
    Rule {"rate", "Flood", "requests", 1000, 10s, 0, true},
    Rule {"busting", "Flood", "requests for one path with ever new queries", 500, 10s, 0, true},
    Rule {"scan", "Scan", "paths that do not exist", 30, 60s, 2},
    Rule {"probe", "Scan", "requests for what only intruders look for", 5, 60s, 10},
    Rule {"method", "Scan", "requests of methods nobody uses, or that are none", 5, 60s, 20},
    Rule {
        "agent", "Scan", "requests of a client that names itself an attack tool", 3, 60s, 0, true},
    Rule {"login", "Brute force", "refused logins", 10, 60s, 10},
    Rule {"slow", "Slow requests", "requests that took too long to be sent", 10, 60s, 4, true},
    Rule {"sql", "SQL injection", "requests with signs of SQL injection", 3, 300s, 50},
    Rule {"script", "Cross-site scripting", "requests with signs of cross-site scripting", 3, 300s,
        50},
    Rule {"traversal", "Path traversal", "requests with signs of path traversal", 3, 300s, 50},
    Rule {"command", "Command injection", "requests with signs of command injection", 3, 300s, 50},
};

const Rule* find_rule(std::string_view name)
{
    const auto* const rule = std::ranges::find(standard_rules, name, &Rule::name);
    return rule == standard_rules.end() ? nullptr : rule;
}

std::string rule_names()
{
    std::vector<std::string_view> names;
    std::ranges::transform(standard_rules, std::back_inserter(names), &Rule::name);
    return fmt::format("{}", fmt::join(names, ", "));
}

RuleTable rules_of(const std::list<RuleConfig>& changes)
{
    auto rules = standard_rules;
    for (const auto& change : changes) {
        auto* const rule = std::ranges::find(rules, change.name, &Rule::name);
        if (rule == rules.end())
            continue;
        rule->is_enabled = change.is_enabled;
        if (change.limit > 0)
            rule->limit = static_cast<float>(change.limit);
        if (change.window > 0s)
            rule->window = change.window;
    }
    return rules;
}

void RuleState::leak(const RuleTable& rules, EventTime time)
{
    const auto now = static_cast<std::uint32_t>(time.time_since_epoch() / 10ms);
    const auto hundredths = static_cast<std::int32_t>(now - last_);  // wraps after 248 days
    if (hundredths <= 0 && last_ != 0)
        return;
    const auto passed = last_ == 0 ? 0.0F : static_cast<float>(hundredths) / 100;
    last_ = now;
    bool is_empty = true;
    for (std::size_t i = 0; i < rule_count; ++i) {
        const auto leaked = passed * rules[i].limit / static_cast<float>(rules[i].window.count());
        levels_[i] = std::max(levels_[i] - leaked, 0.0F);
        is_empty = is_empty && levels_[i] == 0;
    }
    if (levels_[static_cast<std::size_t>(RuleId::scan)] == 0)
        missed_ = 0;
    if (levels_[static_cast<std::size_t>(RuleId::probe)] == 0)
        probed_ = 0;
}

RuleState::Offences RuleState::add(const RuleTable& rules, RuleId rule, EventTime time)
{
    leak(rules, time);
    auto& level = levels_[static_cast<std::size_t>(rule)];
    level = std::min(level + 1, highest_level);
    return 1U << static_cast<unsigned>(rule);
}

RuleState::Offences RuleState::add(
    const RuleTable& rules, const RequestTraits& request, EventTime time)
{
    leak(rules, time);
    const auto offences = count_all(request);
    constexpr auto rate = 1U << static_cast<unsigned>(RuleId::rate);
    if (offences == rate && request.is_well())
        make_up(rules, request);
    return offences;
}

RuleState::Offences RuleState::count_all(const RequestTraits& request)
{
    using Method = RequestTraits::Method;
    Offences offences = 0;
    const auto count = [&](RuleId rule, bool counts = true) {
        if (!counts)
            return;
        auto& level = levels_[static_cast<std::size_t>(rule)];
        level = std::min(level + 1, highest_level);
        offences |= 1U << static_cast<unsigned>(rule);
    };
    count(RuleId::rate);
    count(RuleId::busting,
        request.has_query && request.path_hash == path_ && request.target_hash != target_);
    path_ = request.path_hash;
    target_ = request.target_hash;
    count(RuleId::scan,
        request.is_miss() && is_further(missed_, request.path_hash, most_missing_parts));
    count(RuleId::probe,
        request.is_failed_probe() && is_further(probed_, request.path_hash, most_monitored));
    count(RuleId::method, request.method == Method::odd);
    count(RuleId::agent, request.agent == RequestTraits::Agent::tool);
    count(RuleId::login, request.is_login_refused);
    count(RuleId::slow, request.status == 408);
    count(RuleId::sql, is_found(request.signs.sql));
    count(RuleId::script, is_found(request.signs.script));
    count(RuleId::traversal, is_found(request.signs.traversal));
    count(RuleId::command, is_found(request.signs.command));
    return offences;
}

/// Who may write or list files is no stranger, and counts twice.
void RuleState::make_up(const RuleTable& rules, const RequestTraits& request)
{
    const float weight = request.method == RequestTraits::Method::file ? 2 : 1;
    for (std::size_t i = 0; i < rule_count; ++i)
        if (levels_[i] > 0 && rules[i].made_up_by > 0)
            levels_[i] = std::max(levels_[i] - weight / rules[i].made_up_by, 0.0F);
}

bool RuleState::is_suspect(const RuleTable& rules) const
{
    for (std::size_t i = 0; i < rule_count; ++i)
        if (!rules[i].is_general && fill(rules, i) >= share_of_suspicion)
            return true;
    return false;
}

std::optional<RuleId> RuleState::worst(const RuleTable& rules, Offences offences, Among among) const
{
    std::optional<RuleId> worst;
    float most = 1;
    for (std::size_t i = 0; i < rule_count; ++i)
        if ((offences >> i & 1U) != 0 && rules[i].is_general == (among == Among::general)
            && fill(rules, i) > most) {
            most = fill(rules, i);
            worst = static_cast<RuleId>(i);
        }
    return worst;
}

std::optional<RuleId> RuleState::fired(const RuleTable& rules, Offences offences) const
{
    constexpr Offences any = ~Offences {0};
    if (const auto specific = worst(rules, offences, Among::specific))
        return specific;
    const auto general = worst(rules, offences, Among::general);
    return general ? worst(rules, any, Among::specific).value_or(*general) : general;
}

std::vector<Reason> RuleState::reasons(const RuleTable& rules) const
{
    std::vector<Reason> all;
    for (std::size_t i = 0; i < rule_count; ++i) {
        const auto weight = fill(rules, i);
        if (weight >= 0.5F)
            all.push_back({.name = std::string {rules[i].name},
                .value = levels_[i],
                .weight = weight,
                .text = fmt::format("{:.0f} {} in {} s, {:.0f} are allowed", levels_[i],
                    rules[i].what, rules[i].window.count(), rules[i].limit)});
    }
    std::ranges::stable_sort(all, std::greater {}, &Reason::weight);
    if (all.size() > max_reasons)
        all.resize(max_reasons);
    return all;
}

double RuleState::score(const RuleTable& rules, RuleId rule) const
{
    const auto i = static_cast<std::size_t>(rule);
    return 1 - rules[i].limit / std::max(levels_[i], rules[i].limit) / 2;
}

}  // namespace hive
